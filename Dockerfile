# The server and the worker of Kizuna. Nothing is downloaded but what requirements/run.txt locks by hash.
FROM python:3.11-slim AS build
WORKDIR /srv/kizuna
RUN python -m venv .venv
COPY requirements/run.txt requirements/run.txt
RUN .venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY tools/messages.py tools/messages.py
COPY kizuna kizuna
RUN .venv/bin/python tools/messages.py compile \
 && .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/kizuna --create-home kizuna
COPY --from=build /srv/kizuna/.venv /srv/kizuna/.venv
ENV PATH=/srv/kizuna/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KIZUNA_DATA=/var/lib/kizuna \
    KIZUNA_ADDRESS=0.0.0.0 \
    KIZUNA_PORT=8000 \
    KIZUNA_LOG_FORMAT=json
USER kizuna
WORKDIR /var/lib/kizuna
VOLUME /var/lib/kizuna
EXPOSE 8000
# The name that people type has to be sent along, or Django refuses the request.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os; from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:8000/health/', headers={'Host': os.environ.get('KIZUNA_HOSTS', 'localhost').split(',')[0].strip()}), timeout=4)"]
CMD ["kizuna", "serve", "--no-worker"]
