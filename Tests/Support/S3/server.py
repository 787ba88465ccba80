"""A server of S3 (moto) on a port of loopback that the system chooses, which checks signatures and permissions.

Makes the bucket "snapshots" and a user who may do everything, and another who may do nothing; prints one line of JSON
when it listens, and ends when its standard input does.
"""

import json
import os
import sys

# So many requests, those below, are not asked who they are.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "6"
os.environ.update(AWS_ACCESS_KEY_ID="setup", AWS_SECRET_ACCESS_KEY="setup", AWS_DEFAULT_REGION="us-east-1")

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    port = server.get_host_and_port()[1]
    endpoint = f"http://127.0.0.1:{port}"
    iam = boto3.client("iam", endpoint_url=endpoint)
    users = {}
    for name in "owner", "stranger":
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        users[name] = {"accessKey": key["AccessKeyId"], "secretKey": key["SecretAccessKey"]}
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="owner", PolicyName="everything", PolicyDocument=json.dumps(everything))
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="snapshots")
    print(json.dumps({"port": port, **users}), flush=True)
    sys.stdin.read()
    server.stop()


main()
