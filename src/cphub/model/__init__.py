"""Frozen dataclasses that everything speaks.

`pages` holds what a wiki is and what harvest brings, `facts` what reading a text tells,
`findings` what the rules say of it, `reports` what the report formats render.
"""
