# Builds Attune as one image; the same image migrates and serves.
FROM node:24-slim AS web
WORKDIR /src
COPY app/web/package.json app/web/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY app/web ./
RUN node build.mjs

FROM python:3.11-slim AS build
WORKDIR /src
# For the part of the relay that is in C; without a compiler it is left out.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/attune
COPY requirements.lock ./
RUN /opt/attune/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml setup.py README.md LICENSE ./
COPY app app
COPY --from=web /src/dist app/web/dist
COPY signaling signaling
COPY rooms rooms
COPY clinic clinic
COPY media media
COPY migrations migrations
COPY practice practice
RUN /opt/attune/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/attune --create-home attune
COPY --from=build /opt/attune /opt/attune
ENV PATH=/opt/attune/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ATTUNE_MODE=production \
    ATTUNE_HOST=0.0.0.0 \
    ATTUNE_DATA_DIR=/var/lib/attune
USER attune
WORKDIR /var/lib/attune
EXPOSE 8000/tcp 40000-40063/udp 40000-40063/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["attune"]
CMD ["serve"]
