# The playground in a container. Colleagues need the key that you choose:
#   docker build -t versed .
#   docker run --rm -p 8321:8321 -v versed:/data -e VERSED_PLAY_KEY=choose-one versed
FROM python:3.11-slim-trixie

# pg_dump and pg_restore, for a database on PostgreSQL. Debian 13 has version 17, for servers up to 17 (docs/operating.md).
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 versed && install --directory --owner=versed /data
WORKDIR /opt/versed

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY content content
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER versed
WORKDIR /data
ENV VERSED_DATABASE_URL=sqlite:////data/versed.db VERSED_CACHE=/data/cache
VOLUME /data
EXPOSE 8321
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8321/healthz', timeout=2)"]
CMD ["versed", "play", "--host", "0.0.0.0", "--port", "8321", "--no-browser"]
