"""An SMTP server for the tests: STARTTLS and AUTH required, each accepted message a file in the given folder.

Recipients decide the answer: greylisted@… is refused with 451 the first time, rejected@… always with 550.
"""
import asyncio, itertools, os, ssl, sys
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

folder, port, certificate, key = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
counter, seen = itertools.count(1), set()


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("rejected"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("greylisted") and address not in seen:
            seen.add(address)
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = f"{next(counter):06}-{'+'.join(envelope.rcpt_tos)}.eml"
        with open(os.path.join(folder, name + ".part"), "wb") as file:
            file.write(envelope.original_content)
        os.rename(os.path.join(folder, name + ".part"), os.path.join(folder, name))
        return f"250 2.0.0 queued as {name.split('-')[0]}"


def authenticate(server, session, envelope, mechanism, data):
    # handled=False: the server shall answer 535 itself instead of leaving the client without an answer
    return AuthResult(success=isinstance(data, LoginPassword) and data.login == b"monitor" and data.password == b"mail-secret", handled=False)


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
controller = Controller(Mailbox(), hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
                        authenticator=authenticate, auth_required=True, auth_require_tls=True, enable_SMTPUTF8=True)
controller.start()
asyncio.new_event_loop().run_forever()
