"""What operators and load balancers ask."""


def test_readiness_tells_every_part(world):
    """200 with each part in words; the models say whether they are there."""
    answer = world.client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["words"] == "ok"
    assert answer.json()["models"] == "off"
