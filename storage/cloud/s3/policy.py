"""The IAM policy that grants what Touchline needs of a place, and nothing else."""

import json
from typing import Any

from storage.cloud.s3.location import S3Location

PROBES = ".touchline-probe"  # the folder of scratch objects; each is removed at once
# removed are clips that were shared and scratch objects, never labels
REMOVABLE = ("clips", PROBES)


def policy_for(place: S3Location, kms_key: str | None = None) -> str:
    """The policy as JSON text; `kms_key` is the ARN of the key that encrypts the bucket, if any."""
    partition = _partition(place.region)
    bucket = f"arn:{partition}:s3:::{place.bucket}"
    statements = [
        _listing(bucket, place.prefix),
        {
            "Sid": "TouchlineReadAndWrite",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
            "Resource": f"{bucket}/{place.key('*')}",
        },
        {
            "Sid": "TouchlineRemove",
            "Effect": "Allow",
            "Action": "s3:DeleteObject",
            "Resource": [f"{bucket}/{place.key(folder)}/*" for folder in REMOVABLE],
        },
    ]
    if kms_key:
        statements.append(
            {
                "Sid": "TouchlineEncryption",
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": kms_key,
            }
        )
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def _listing(bucket: str, prefix: str) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Sid": "TouchlineList",
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": bucket,
    }
    if prefix:
        statement["Condition"] = {"StringLike": {"s3:prefix": [prefix, f"{prefix}/*"]}}
    return statement


def _partition(region: str | None) -> str:
    if region and region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region and region.startswith("us-gov-") else "aws"
