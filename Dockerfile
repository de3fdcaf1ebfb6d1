# Versed in a container. The steps are in docs/operating/install.md; compose.yaml adds PostgreSQL and the rest.
#   docker build -t versed .
#   docker run --rm -it --read-only --cap-drop ALL --tmpfs /tmp -v versed:/data -e DISCORD_TOKEN versed

# To update the base image: docker buildx imagetools inspect python:3.13-slim-trixie prints the latest digest.
ARG PYTHON=python:3.13.15-slim-trixie@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

# Build dependencies stay in this stage.
FROM ${PYTHON} AS build
WORKDIR /build
COPY requirements/build.txt requirements/run.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/build.txt \
    && python -m venv --without-pip /opt/versed \
    && pip --python /opt/versed/bin/python install --no-cache-dir --only-binary :all: --require-hashes \
        --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY content content
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/versed/bin/python install --no-cache-dir --no-deps dist/*.whl

FROM ${PYTHON}

# libfribidi0: Pillow's wheels look for it, and join no letters without it. postgresql-client: pg_dump, pg_restore and psql, for
# PostgreSQL databases. Debian 13's version 17 works with servers up to 17 (docs/operating/backup.md).
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libfribidi0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --no-create-home --home-dir /data --uid 10001 versed \
    && install --directory --owner=versed --mode=0700 /data /data/backups
COPY --from=build /opt/versed /opt/versed

# HOME, so that it can run as any user: a library looks for fonts there.
ENV HOME=/data \
    PATH=/opt/versed/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_DATA_HOME=/data \
    XDG_CACHE_HOME=/data/cache \
    VERSED_BACKUPS=/data/backups \
    VERSED_HTTP_HOST=0.0.0.0 \
    VERSED_HTTP_PORT=8322
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8321 8322
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=2s CMD ["versed", "health"]
ENTRYPOINT ["versed"]
CMD ["run"]
