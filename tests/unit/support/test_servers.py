"""The servers that tests use are reachable and real."""

import smtplib
import urllib.request

from mypy_boto3_s3 import S3Client

from tests.support.smtp import SmtpServer


def test_s3_server_gives_back_what_it_took_through_a_presigned_address(s3_client: S3Client, s3_bucket: str) -> None:
    s3_client.put_object(Bucket=s3_bucket, Key="vendim.pdf", Body=b"%PDF-1.7")
    address = s3_client.generate_presigned_url("get_object", Params={"Bucket": s3_bucket, "Key": "vendim.pdf"})
    with urllib.request.urlopen(address) as response:
        assert response.read() == b"%PDF-1.7"


def test_smtp_server_keeps_what_it_took(smtp_server: SmtpServer) -> None:
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.sendmail("zyra@example.org", ["qytetar@example.org"], "Subject: Vendim\n\nI ri")
    assert [message["Subject"] for message in smtp_server.messages] == ["Vendim"]
