"""What pyproject.toml cannot say yet: a module in C that may be left out where nothing can compile it."""

from glob import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "media.net.native._packets",
            sorted(glob("media/net/native/*.c")),
            depends=sorted(glob("media/net/native/*.h")),
            # The jitter has to come out as Python computes it, on every processor.
            extra_compile_args=["-std=gnu11", "-O2", "-ffp-contract=off", "-fvisibility=hidden"],
            optional=True,
        )
    ]
)
