"""Whether a request costs the same however many rules there are: each case is counted with 10,000 rules, or
networks, of which the last matches, and with that one alone."""

from .configuration import PARAMETERS, POOL
from .subjects import Subject

COUNT = 10_000
# What an index may cost beside the one comparison that it spares.
MOST = 1.1
SHORT, LONG = 100, 600


def cases(component):
    """Pairs of subjects: one rule, and many."""
    for name, rules, parameters in (
        ("networks in one rule", one_rule_of_networks,
         {"REMOTE_ADDR": address(COUNT - 1, 7)}),
        ("rules of a network", each(lambda number: f"client: {network(number)}"),
         {"REMOTE_ADDR": address(COUNT - 1, 7)}),
        ("rules of an IPv6 network", each(lambda number: f'client: "2001:db8:{number:x}::/48"'),
         {"REMOTE_ADDR": f"2001:db8:{COUNT - 1:x}::7"}),
        ("rules of a path", each(lambda number: f"path: /shop{number}/"),
         {"REQUEST_URI": f"/shop{COUNT - 1}/cart?id=7"}),
        ("rules of a host", each(lambda number: f"host: shop{number}.example"),
         {"HTTP_HOST": f"shop{COUNT - 1}.example"}),
        ("rules of a cookie", each(lambda number: f"cookie: {{ shop: s{number} }}"),
         {"HTTP_COOKIE": f"theme=dark; shop=s{COUNT - 1}"}),
        ("rules of a cookie's beginning", each(lambda number: f'cookie: {{ shop: "s{number}-*" }}'),
         {"HTTP_COOKIE": f"theme=dark; shop=s{COUNT - 1}-x"}),
        ("rules of a client's host", each(lambda number: f"client_host: .isp{number}.example"),
         {"REMOTE_HOST": f"dsl7.isp{COUNT - 1}.example"}),
        ("rules of two conditions",
         each(lambda number: f"client: {network(number)}, path: [/cart/, /shop/]"),
         {"REMOTE_ADDR": address(COUNT - 1, 7)}),
    ):
        yield name, [subject(component, name, rules, parameters, count) for count in (1, COUNT)]


def subject(component, name, rules, parameters, count):
    """Of the last so many rules."""
    head, _, tail = POOL.partition("      rules:\n")
    default = "      default: " + tail.partition("      default: ")[2]
    text = head + "      rules:\n" + rules(range(COUNT - count, COUNT)) + default
    file = component.write(f"{name.replace(' ', '-')}-{count}", text)
    result = Subject(name, "", lambda _: component.command(file, workers=1))
    result.parameters = {**PARAMETERS, **parameters}
    # By default Europe would be asked.
    result.expected = ["Location: http://boston.app.com/"]
    return result


def each(condition):
    """Rules with a condition each; only the last leads to America."""
    def rules(numbers):
        return "".join(
            f"        - group: {'americas' if number == numbers[-1] else 'europe'}.app.com\n"
            f"          when: {{ {condition(number)} }}\n" for number in numbers)
    return rules


def one_rule_of_networks(numbers):
    networks = ", ".join(network(number) for number in numbers)
    return ("        - group: americas.app.com\n"
            f"          when: {{ client: [{networks}] }}\n")


def network(number):
    return address(number, 0) + "/24"


def address(number, host):
    return f"10.{number // 250}.{number % 250}.{host}"
