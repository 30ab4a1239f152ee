# One image for Docker, Binder and dev containers: Debian's packages of apt.txt, Python's of uv.lock.
#   docker build -t digital-bay .
#   docker run --rm digital-bay make test          (or: make book)
#   docker run --rm -p 8888:8888 digital-bay       (JupyterLab)
FROM python:3.11-slim-bookworm

# Binder asks for a user of this name and number.
ARG NB_USER=jovyan
ARG NB_UID=1000
ENV HOME=/home/${NB_USER}
RUN useradd --create-home --uid ${NB_UID} ${NB_USER} \
    && apt-get update && apt-get install --yes --no-install-recommends git make \
    && rm -rf /var/lib/apt/lists/*

WORKDIR ${HOME}/digital-bay
COPY apt.txt ./
COPY tools ./tools
RUN tools/system-packages && rm -rf /var/lib/apt/lists/*

COPY --chown=${NB_UID} . .
RUN chown ${NB_UID} .
USER ${NB_USER}
RUN make setup
ENV PATH=${HOME}/digital-bay/.venv/bin:${PATH}

EXPOSE 8888
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "notebooks"]
