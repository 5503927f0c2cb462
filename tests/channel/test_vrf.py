"""The random function: the RFC's own vectors, and what no proof may do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.channel.vrf import PROOF_SIZE, VrfKey, verify_vrf
from detente.model.errors import KeyRefused, ProofError

RFC_9381_B3 = {
    16: (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "8657106690b5526245a92b003bb079ccd1a92130477671f6fc01ad16f26f723f"
            "26f8a57ccaed74ee1b190bed1f479d9727d2d0f9b005a6e456a35d4fb0daab12"
            "68a1b0db10836d9826a528ca76567805"
        ),
        (
            "90cf1df3b703cce59e2a35b925d411164068269d7b2d29f3301c03dd757876ff"
            "66b71dda49d2de59d03450451af026798e8f81cd2e333de5cdf4f3e140fdd8ae"
        ),
    ),
    17: (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "f3141cd382dc42909d19ec5110469e4feae18300e94f304590abdced48aed593"
            "3bf0864a62558b3ed7f2fea45c92a465301b3bbf5e3e54ddf2d935be3b67926d"
            "a3ef39226bbc355bdc9850112c8f4b02"
        ),
        (
            "eb4440665d3891d668e7e0fcaf587f1b4bd7fbfe99d0eb2211ccec90496310eb"
            "5e33821bc613efb94db5e5b54c70a848a0bef4553a41befc57663b56373a5031"
        ),
    ),
    18: (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "9bc0f79119cc5604bf02d23b4caede71393cedfbb191434dd016d30177ccbf80"
            "96bb474e53895c362d8628ee9f9ea3c0e52c7a5c691b6c18c9979866568add7a"
            "2d41b00b05081ed0f58ee5e31b3a970e"
        ),
        (
            "645427e5d00c62a23fb703732fa5d892940935942101e456ecca7bb217c61c45"
            "2118fec1219202a0edcf038bb6373241578be7217ba85a2687f7a0310b2df19f"
        ),
    ),
}
KEY, OTHER = VrfKey(b"\x01" * 32), VrfKey(b"\x02" * 32)


@pytest.mark.parametrize("number", RFC_9381_B3)
def test_the_examples_of_the_rfc(number) -> None:
    seed, public, alpha, proof, beta = map(bytes.fromhex, RFC_9381_B3[number])
    key = VrfKey(seed)
    assert key.public == public
    assert key.prove(alpha) == proof
    assert key.output(alpha) == beta
    assert verify_vrf(public, alpha, proof) == beta


@given(alpha=st.binary(max_size=80))
def test_a_proof_shows_the_one_output(alpha) -> None:
    proof = KEY.prove(alpha)
    assert verify_vrf(KEY.public, alpha, proof) == KEY.output(alpha)
    assert KEY.output(alpha) != OTHER.output(alpha)


@given(alpha=st.binary(max_size=20), place=st.integers(0, PROOF_SIZE * 8 - 1))
def test_no_bit_of_a_proof_can_change(alpha, place) -> None:
    bad = bytearray(KEY.prove(alpha))
    bad[place // 8] ^= 1 << place % 8
    with pytest.raises(ProofError):
        verify_vrf(KEY.public, alpha, bytes(bad))


@given(alpha=st.binary(max_size=20), other=st.binary(max_size=20))
def test_another_key_or_input_fails(alpha, other) -> None:
    proof = KEY.prove(alpha)
    with pytest.raises(ProofError):
        verify_vrf(OTHER.public, alpha, proof)
    if other != alpha:
        with pytest.raises(ProofError):
            verify_vrf(KEY.public, other, proof)


def test_keys_of_low_order_and_short_proofs_are_refused() -> None:
    with pytest.raises(KeyRefused):
        verify_vrf((1).to_bytes(32, "little"), b"", KEY.prove(b""))
    with pytest.raises(KeyRefused):
        VrfKey(b"short")
    with pytest.raises(ProofError, match="80 bytes"):
        verify_vrf(KEY.public, b"", KEY.prove(b"")[:-1])


def test_a_response_beyond_the_order_of_the_group_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    proof = KEY.prove(b"x")
    again = int.from_bytes(proof[48:], "little") + order
    with pytest.raises(ProofError, match="group"):
        verify_vrf(KEY.public, b"x", proof[:48] + again.to_bytes(32, "little"))


def test_the_secret_is_not_shown() -> None:
    assert KEY.seed.hex() not in repr(KEY)
