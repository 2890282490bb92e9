"""Send one request and read one answer, within the deadline and the limit of size."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import httpx

from cphub.errors import BadReply, WikiUnreachable
from cphub.network.body import Broken, TooBig, read_body
from cphub.network.clock import Clock
from cphub.network.connections import said
from cphub.network.deadlines import Deadlines
from cphub.wiki.answer import Answer, read_answer, where
from cphub.wiki.endpoint import Endpoint
from cphub.wiki.hosts import Host
from cphub.wiki.retry import COME_BACK, HEAVY, Fault, Politeness
from cphub.wiki.secrets import Secrets

_NAMES = ("user", "userid", "username")  # how cookies end that hold no secret
_COOKIE = 16  # characters of a session at least; shorter ones are dates and settings


class Exchange:
    """How requests of a run are sent; `check` is called all along and ends by raising.

    Here, and nowhere else, secrets are taken out of what wikis say: errors, warnings, data.
    """

    def __init__(
        self,
        limits: Politeness,
        clock: Clock,
        deadlines: Deadlines,
        check: Callable[[], None],
        secrets: Secrets,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._deadlines = deadlines
        self._check = check
        self._secrets = secrets

    def __call__(self, endpoint: Endpoint, host: Host, request: httpx.Request) -> Answer:
        """Return the API's answer to `request`.

        Raises:
            Fault: it failed in a way that may pass.
            WikiError: it failed for good.
            Stopped: the run is to end.
        """
        try:
            response, body = self._read(host, request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Fault(
                WikiUnreachable(
                    f"cannot reach {endpoint.name} at {endpoint.host}: {self._reason(error)}",
                    f"check the network, and api under [wikis.{endpoint.name}] in cphub.toml",
                ),
                refused=True,
                stranger=4,
            ) from None
        except httpx.TimeoutException:
            late = f"{endpoint.name} did not answer in time"
            raise Fault(WikiUnreachable(late, COME_BACK), heavy=HEAVY) from None
        except httpx.HTTPError as error:
            lost = f"{endpoint.name} broke off its answer: {self._reason(error)}"
            raise Fault(WikiUnreachable(lost, COME_BACK)) from None
        except httpx.InvalidURL:  # httpx reads a redirect's address, asked to follow it or not
            nowhere = f"{endpoint.name} answered with a location that is no address"
            raise BadReply(nowhere, where(endpoint)) from None
        except Broken as error:
            broken = f"{endpoint.name} sent an answer that is {error}"
            raise Fault(WikiUnreachable(broken, COME_BACK)) from None
        except TooBig:
            size = f"more than {self._limits.max_bytes // 2**20} MB"
            big = f"{endpoint.name} sent {size} in one answer"
            raise Fault(BadReply(big), heavy=1) from None
        self._keep_cookies(host, response)
        answer = read_answer(
            *(endpoint, response.status_code, response.headers, body, self._clock.now()),
            secrets=self._secrets,
        )
        host.answered = True
        return answer

    def _read(self, host: Host, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        end = self._clock.monotonic() + self._limits.deadline

        def tick() -> None:
            self._check()
            if self._clock.monotonic() > end:
                raise httpx.ReadTimeout("deadline")

        with self._deadlines.until(end):
            response = host.http.send(request, stream=True)
            try:
                # what iter_raw() reads, also where a test's transport has read it before
                stream = cast("httpx.SyncByteStream", response.stream)
                encoding = self._secrets.mask(response.headers.get("content-encoding", ""))
                limit = self._limits.max_bytes
                return response, read_body(stream, encoding, max_bytes=limit, tick=tick)
            finally:
                response.close()

    def _keep_cookies(self, host: Host, response: httpx.Response) -> None:
        """Keep sessions in mind as secrets; who we are is none."""
        if "set-cookie" in response.headers:
            for cookie in host.http.cookies.jar:
                value, known = cookie.value or "", cookie.name.lower().endswith(_NAMES)
                if len(value) >= _COOKIE and not known:
                    self._secrets.keep(value, given=True)

    def _reason(self, error: Exception) -> str:
        """Return what went wrong on the network, in the system's words."""
        return said(error, self._secrets.mask)
