"""What can be wrong with learning material: one rule a file.

A rule is a plug-in (see `cphub.registry`) that is given a `Subject` and a `Context` and
yields `Fault`s. Its docstring is its page in the guide.
"""
