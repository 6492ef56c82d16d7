"""The one thing pyproject.toml cannot say yet: a module in C that may be left out where there is no compiler."""

from setuptools import Extension, setup

setup(ext_modules=[Extension("media.net._send_buffer", ["media/net/_send_buffer.c"], optional=True)])
