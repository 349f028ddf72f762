FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    DATA_KEY_RING_FILE=/keys/data/data.json \
    PSYCHOLOGY_KEY_RING_FILE=/keys/psychology/psychology.json

RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home refuge \
    && install --directory --owner=refuge --group=refuge --mode=0700 /data /keys /keys/data /keys/psychology

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.lock
COPY . .
# Settings ask for a secret and for servers' addresses; nothing of them stays in the image.
RUN SECRET_KEY=build DATA_DIR=/tmp/build DATABASE_URL=postgres://build REDIS_URL=redis://build \
    python manage.py compile_translations && rm -rf /tmp/build

USER refuge
EXPOSE 8000
CMD ["gunicorn", "--config", "python:refuge.embedded.web"]
