"""The container image and the systemd unit, built, started, used, stopped: ``make deploy-check``."""
