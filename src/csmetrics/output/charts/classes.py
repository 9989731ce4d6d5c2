"""How the charts look: classes that use the page's custom properties, so that they turn dark with it."""

STYLE = """\
.cs-chart{display:block;width:100%;height:auto;overflow:visible}
.cs-spark{width:124px;height:40px}
.cs-narrow{display:none}
@media screen and (max-width:659px){.cs-wide{display:none}.cs-narrow{display:block}}
.cs-chart text{font-size:11.5px;fill:var(--ink);font-variant-numeric:tabular-nums;unicode-bidi:isolate}
.cs-chart .t{fill:var(--mut);font-size:11px}
.cs-chart .v{font-size:12.5px;font-weight:650}
.cs-chart .name{font-size:12px;font-weight:600}
.cs-chart .limit{fill:var(--warn);font-size:11px}
.cs-chart .noted{fill:var(--mut);font-weight:600}
.cs-chart .halo{paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
.cs-chart .ink1{fill:var(--c1)}.cs-chart .ink2{fill:var(--c2)}.cs-chart .ink3{fill:var(--good)}
.cs-chart .up{fill:var(--good)}.cs-chart .down{fill:var(--bad)}
.cs-chart path{fill:none}
.cs-chart .grid{stroke:var(--mid);stroke-opacity:.45}
.cs-chart .axis{stroke:var(--mut);stroke-opacity:.6}
.cs-chart .carry{stroke:var(--mut);stroke-opacity:.6;stroke-dasharray:2 2}
.cs-chart .dashed{stroke:var(--warn);stroke-width:1.1;stroke-dasharray:4 3}
.cs-chart .cut{stroke:var(--ground);stroke-width:3.5}
.cs-chart .line1,.cs-chart .line2,.cs-chart .line3{
stroke:var(--c1);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.cs-chart .line2{stroke:var(--c2);stroke-width:1.6}
.cs-chart .line3{stroke:var(--good);stroke-width:1.4}
.cs-chart .dashes{stroke-dasharray:5 3;stroke-linecap:butt}
.cs-spark .line1{stroke-width:1.6}
.cs-chart .area1,.cs-chart .area2,.cs-chart .area3{fill:var(--c1);opacity:.1}
.cs-chart .band1{fill:var(--band)}
.cs-chart .band2{fill:var(--c2);opacity:.13}.cs-chart .band3{fill:var(--good);opacity:.13}
.cs-chart .whisker1,.cs-chart .whisker2,.cs-chart .whisker3{stroke:var(--c1);stroke-width:2}
.cs-chart .whisker2{stroke:var(--c2)}.cs-chart .whisker3{stroke:var(--good)}
.cs-chart .dot1{fill:var(--c1)}.cs-chart .dot2{fill:var(--c2)}.cs-chart .dot3{fill:var(--good)}
.cs-chart .hollow1,.cs-chart .hollow2,.cs-chart .hollow3{fill:var(--ground);stroke:var(--c1);stroke-width:1.3}
.cs-chart .hollow2{stroke:var(--c2)}.cs-chart .hollow3{stroke:var(--good)}
.cs-chart .end{fill:var(--f1)}.cs-chart .past{fill:var(--c1w)}
.cs-chart .good{fill:var(--fg)}.cs-chart .quiet{fill:var(--mid)}
.cs-chart .warn{fill:var(--warn)}
.cs-chart .bad{fill:var(--bad);fill-opacity:.16;stroke:var(--bad)}
.cs-chart .slim{stroke:none;fill-opacity:1}
.cs-chart .hatch{stroke:var(--bad);stroke-width:1.8}
.cs-chart .empty{fill:none;stroke:var(--mid);stroke-dasharray:3 3}
.cs-chart .tip{fill:transparent}
"""
