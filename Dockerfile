# docker build -t csmetrics . && docker run --rm -v "$PWD/exports:/data:ro" csmetrics report /data
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir '.[database,sheets]'

FROM python:3.13-slim
COPY --from=build /venv /venv
RUN useradd --create-home --uid 10001 csmetrics
USER csmetrics
WORKDIR /home/csmetrics
ENV PATH=/venv/bin:$PATH
ENTRYPOINT ["csmetrics"]
CMD ["--help"]
