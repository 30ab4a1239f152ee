from digitalbay import methods


def test_public_names_are_documented():
    assert all(getattr(methods, name).__doc__ for name in methods.__all__)
