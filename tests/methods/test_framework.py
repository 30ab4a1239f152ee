import pandas as pd
import pytest

from digitalbay.methods.framework import Framework


def table(**columns):
    base = {
        "code": ["index", "access", "use", "lines", "price", "users"],
        "parent": [None, "index", "index", "access", "access", "use"],
    }
    return pd.DataFrame(base | columns)


def test_nodes_run_from_indicators_to_root():
    tree = Framework(table())
    assert tree.indicators == ["lines", "price", "users"]
    assert tree.aggregates[-1] == tree.root == "index"
    assert tree.children("access") == ["lines", "price"]
    assert tree.leaves("index") == ["lines", "price", "users"]
    assert tree.height() == 2


def test_effective_weights_multiply_up_to_the_root():
    tree = Framework(table(weight=[None, 0.4, 0.6, 0.25, 0.75, 1]))
    expected = {"lines": 0.1, "price": 0.3, "users": 0.6}
    assert tree.effective_weights().to_dict() == pytest.approx(expected)


def test_siblings_without_weights_are_equal():
    assert Framework(table()).effective_weights().tolist() == pytest.approx([0.25, 0.25, 0.5])


def test_given_effective_weights_come_back():
    weights = pd.Series({"lines": 0.1, "price": 0.7, "users": 0.2})
    tree = Framework(table()).with_weights(weights)
    assert tree.effective_weights().to_dict() == pytest.approx(weights.to_dict())


def test_a_zero_weight_group_still_makes_a_tree():
    tree = Framework(table()).with_weights(pd.Series({"lines": 0.0, "price": 0.0, "users": 1.0}))
    assert tree.effective_weights().tolist() == [0, 0, 1]


def test_siblings_inherit_the_weight_of_a_dropped_indicator():
    tree = Framework(table(weight=[None, 0.4, 0.6, 0.25, 0.75, 1])).without("price")
    assert tree.effective_weights().to_dict() == pytest.approx({"lines": 0.4, "users": 0.6})


def test_an_emptied_aggregate_goes_with_its_indicator():
    tree = Framework(table()).without("users")
    assert tree.nodes == ["lines", "price", "access", "index"]
    assert tree.effective_weights().tolist() == pytest.approx([0.5, 0.5])


def test_the_table_given_is_left_alone():
    given = table()
    Framework(given)
    assert list(given.columns) == ["code", "parent"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": ["index", "access", "use", "lines", "lines", "users"]}, "duplicated code.*lines"),
        ({"code": ["index", None, "use", "lines", "price", "users"]}, "needs a code.*1"),
        ({"parent": [None, "index", "index", "acces", "access", "use"]}, "unknown parent.*acces"),
        ({"parent": [None, "use", "access", "access", "access", "use"]}, "cyclic framework: .* ->"),
        ({"parent": [None, None, "index", "access", "access", "use"]}, "exactly one root"),
        ({"direction": [1, 1, 1, 1, 0, 1]}, "unknown direction.*price.*0"),
        ({"direction": [1, 1, 1, 1, "down", 1]}, "unknown direction.*price.*down"),
        ({"weight": [1, 0.5, 0.6, 0.5, 0.5, 1]}, "below 'index'.*sum to 1.*1.1"),
        ({"weight": [1, 0.5, 0.5, -0.5, 1.5, 1]}, "below 'access'.*non-negative.*lines"),
        ({"weight": [1, 0.5, 0.5, None, 0.5, 1]}, "below 'access'.*non-negative.*lines"),
    ],
)
def test_errors_name_the_node(change, message):
    with pytest.raises(ValueError, match=message):
        Framework(table(**change))


def test_a_framework_needs_its_columns():
    with pytest.raises(ValueError, match=r"columns code and parent, missing.*parent"):
        Framework(pd.DataFrame({"code": ["index", "lines"]}))


def test_an_unknown_indicator_cannot_be_dropped():
    with pytest.raises(ValueError, match=r"not an indicator.*speed"):
        Framework(table()).without("speed")


def test_something_must_be_left():
    with pytest.raises(ValueError, match="at least one indicator"):
        Framework(table()).without("lines", "price", "users")
