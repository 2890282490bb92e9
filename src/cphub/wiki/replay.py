"""Wikis that were recorded once and answer again: a transport that never uses the network."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import httpx

from cphub.errors import BadReply

IRRELEVANT = frozenset({"maxlag"})
"""Parameters that change nothing in an answer that comes."""

Question = tuple[tuple[str, str], ...]


def question_of(params: Iterable[tuple[str, str]]) -> Question:
    """Return what tells one question from another, whatever the order of its parameters."""
    return tuple(sorted((name, value) for name, value in params if name not in IRRELEVANT))


class Replay(httpx.BaseTransport):
    """Answers what was recorded.

    `recorded` maps an API's address to its (parameters, JSON body) pairs.
    """

    def __init__(
        self, recorded: Mapping[str, Iterable[tuple[Mapping[str, str], Mapping[str, Any]]]]
    ) -> None:
        self._answers = {
            api: {question_of(params.items()): body for params, body in answers}
            for api, answers in recorded.items()
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer from the recording.

        Raises:
            BadReply: the wiki was not asked that when it was recorded.
        """
        api = str(request.url.copy_with(query=None))
        asked = parse_qsl(request.url.query.decode(), keep_blank_values=True)
        asked += parse_qsl(request.read().decode(), keep_blank_values=True)
        body = self._answers.get(api, {}).get(question_of(asked))
        if body is None:
            shown = " ".join(f"{name}={value[:60]}" for name, value in sorted(asked))
            raise BadReply(
                f"the recorded wiki at {api} was never asked {shown}",
                "record it again with scripts/record_demo.py",
            )
        content = json.dumps(body, ensure_ascii=False).encode()
        return httpx.Response(
            httpx.codes.OK,
            headers={"Content-Type": "application/json"},
            stream=httpx.ByteStream(content),  # read once, as an answer from the network is
        )
