extension Mistake {
    /// Several mistakes in one pool: each is told, and none that only follows from another.
    static let neighbouringMistakes: [Mistake] = [
        Mistake(
            "malformed Site Name beside a Site in no Group and unknown Groups", .none,
            """
            pools:
              - pool: app.com
                sites: [{ site: bos ton.app.com }, { site: chicago.app.com }, { site: paris.app.org }]
                groups: [{ group: us.app.com, sites: [chicago.app.com] }]
                proper_group:
                  rules: [{ group: asia.app.com, when: { country: CH } }]
                  default: africa.app.com
            """,
            """
            distrib.yaml:3:21: error: Site Name "bos ton.app.com": the name has a character \
            that DNS names lack: byte 32
                    sites: [{ site: bos ton.app.com }, { site: chicago.app.com }, { site: \
            paris.app.org }]
                                    ^~~~~~~~~~~~~~~
            distrib.yaml:3:75: error: the Site "paris.app.org" is in no Group: add it to a \
            ring, or take it out
                    sites: [{ site: bos ton.app.com }, { site: chicago.app.com }, { site: \
            paris.app.org }]
                                                                                          \
            ^~~~~~~~~~~~~
            distrib.yaml:6:24: error: "asia.app.com" is not a Group of this pool
                      rules: [{ group: asia.app.com, when: { country: CH } }]
                                       ^~~~~~~~~~~~
            distrib.yaml:7:16: error: "africa.app.com" is not a Group of this pool
                      default: africa.app.com
                               ^~~~~~~~~~~~~~
            """),
        Mistake(
            "malformed Group Name beside mistakes in its ring and unknown Groups", .small,
            """
                  - site: geneva.app.com
                groups:
                  - group: us app.com
                    sites:
                      - boston.app.com
                      - boston.app.com
                      - paris.app.org
                proper_group:
                  rules: [{ group: asia.app.com, when: { country: CH } }]
                  default: us.app.com
            """,
            """
            distrib.yaml:5:15: error: the Site "geneva.app.com" is in no Group: add it to a \
            ring, or take it out
                      - site: geneva.app.com
                              ^~~~~~~~~~~~~~
            distrib.yaml:7:16: error: Group Name "us app.com": the name has a character that \
            DNS names lack: byte 32
                      - group: us app.com
                               ^~~~~~~~~~
            distrib.yaml:10:13: error: the Site "boston.app.com" is already in this ring, at \
            line 9
                          - boston.app.com
                            ^~~~~~~~~~~~~~
            distrib.yaml:11:13: error: "paris.app.org" is not a Site of this pool
                          - paris.app.org
                            ^~~~~~~~~~~~~
            distrib.yaml:13:24: error: "asia.app.com" is not a Group of this pool
                      rules: [{ group: asia.app.com, when: { country: CH } }]
                                       ^~~~~~~~~~~~
            """),
        Mistake(
            "rings that name malformed Sites, as they stand and as they are meant", .small,
            """
                  - site: gen eva.app.com
                  - site: https://chicago.app.com
                groups:
                  - group: us.app.com
                    sites: [boston.app.com, geneva.app.com, chicago.app.com]
                  - group: eu.app.com
                    sites: [gen eva.app.com, paris.app.org]
            """,
            """
            distrib.yaml:5:15: error: Site Name "gen eva.app.com": the name has a character \
            that DNS names lack: byte 32
                      - site: gen eva.app.com
                              ^~~~~~~~~~~~~~~
            distrib.yaml:6:15: error: Site Name "https://chicago.app.com": the port is not a \
            number from 1 to 65535; give the name alone, without the scheme
                      - site: https://chicago.app.com
                              ^~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:11:17: error: Site Name "gen eva.app.com": the name has a character \
            that DNS names lack: byte 32
                        sites: [gen eva.app.com, paris.app.org]
                                ^~~~~~~~~~~~~~~
            distrib.yaml:11:34: error: "paris.app.org" is not a Site of this pool
                        sites: [gen eva.app.com, paris.app.org]
                                                 ^~~~~~~~~~~~~
            """),
        Mistake(
            "a Group without its keys, which a rule names", .none,
            """
            pools:
              - pool: app.com
                sites: [boston.app.com]
                groups: [us.app.com, { group: eu.app.com, sites: [Boston.app.com, paris.app.org] }]
                proper_group: { default: us.app.com }
            """,
            """
            distrib.yaml:4:14: error: a group must be a mapping of keys to values, not a \
            single value
                    groups: [us.app.com, { group: eu.app.com, sites: [Boston.app.com, \
            paris.app.org] }]
                             ^~~~~~~~~~
            distrib.yaml:4:71: error: "paris.app.org" is not a Site of this pool
                    groups: [us.app.com, { group: eu.app.com, sites: [Boston.app.com, \
            paris.app.org] }]
                                                                                      \
            ^~~~~~~~~~~~~
            """),
        Mistake(
            "Site and Group without names: any name may be theirs", .small,
            """
                  - addresses: [192.0.2.20]
                groups:
                  - group: us.app.com
                    sites: [boston.app.com, chicago.app.org]
                  - sites: [boston.app.com]
                proper_group: { default: eu.app.org }
            """,
            """
            distrib.yaml:5:9: error: a site lacks "site"
                      - addresses: [192.0.2.20]
                        ^~~~~~~~~
            distrib.yaml:9:9: error: a group lacks "group"
                      - sites: [boston.app.com]
                        ^~~~~
            """),
        Mistake(
            "malformed name in a ring, near one Site, beside another in no Group", .small,
            """
                  - site: geneva.app.com
                groups: [{ group: us.app.com, sites: [bos/ton.app.com] }]
            """,
            """
            distrib.yaml:5:15: error: the Site "geneva.app.com" is in no Group: add it to a \
            ring, or take it out
                      - site: geneva.app.com
                              ^~~~~~~~~~~~~~
            distrib.yaml:6:43: error: Site Name "bos/ton.app.com": the name has a character \
            that DNS names lack: '/'
                    groups: [{ group: us.app.com, sites: [bos/ton.app.com] }]
                                                          ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "malformed name in a ring, near no Site: it may be any", .small,
            """
                groups: [{ group: us.app.com, sites: [the/first] }]
            """,
            """
            distrib.yaml:5:43: error: Site Name "the/first": the name has a character that \
            DNS names lack: '/'
                    groups: [{ group: us.app.com, sites: [the/first] }]
                                                          ^~~~~~~~~
            """),
        Mistake(
            "ring that is a mapping: its Group is there, its Sites may be", .small,
            """
                groups:
                  - { group: us.app.com, sites: { a: boston.app.com } }
                  - { group: us.app.com, sites: [] }
                proper_group:
                  rules: [{ group: us.app.com, when: { country: US } }]
                  default: asia.app.com
            """,
            """
            distrib.yaml:6:37: error: a Site Name must be a single value, not a mapping
                      - { group: us.app.com, sites: { a: boston.app.com } }
                                                    ^~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:7:18: error: the Group Name "us.app.com" is already at line 6, as a \
            Group Name
                      - { group: us.app.com, sites: [] }
                                 ^~~~~~~~~~
            distrib.yaml:7:37: error: the ring of a Group needs at least one Site
                      - { group: us.app.com, sites: [] }
                                                    ^~
            distrib.yaml:10:16: error: "asia.app.com" is not a Group of this pool
                      default: asia.app.com
                               ^~~~~~~~~~~~
            """),
        Mistake(
            "Site twice: the second is not missing in the rings", .small,
            """
                  - site: boston.app.com
                groups: [{ group: app.com, sites: [boston.app.com] }]
            """,
            """
            distrib.yaml:5:15: error: the Site Name "boston.app.com" is already at line 4, as \
            a Site Name
                      - site: boston.app.com
                              ^~~~~~~~~~~~~~
            """),
        Mistake(
            "Group with the Pool Name that lacks a Site, misspelt in another ring", .small,
            """
                  - site: geneva.app.com
                groups:
                  - { group: eu.app.com, sites: [genava.app.com] }
                  - { group: app.com, sites: [boston.app.com] }
            """,
            """
            distrib.yaml:7:38: error: "genava.app.com" is not a Site of this pool; did you \
            mean "geneva.app.com"?
                      - { group: eu.app.com, sites: [genava.app.com] }
                                                     ^~~~~~~~~~~~~~
            distrib.yaml:8:18: error: this Group has the Pool Name but lacks Sites of the \
            Pool (geneva.app.com): clients of those would be redirected for ever
                      - { group: app.com, sites: [boston.app.com] }
                                 ^~~~~~~
            """),
        Mistake(
            "no Site, and a Group twice", .none,
            """
            pools:
              - pool: app.com
                sites: []
                groups:
                  - { group: us.app.com, sites: [boston.app.com] }
                  - { group: us.app.com, sites: [boston.app.com] }
            """,
            """
            distrib.yaml:3:12: error: a pool needs at least one Site
                    sites: []
                           ^~
            distrib.yaml:6:18: error: the Group Name "us.app.com" is already at line 5, as a \
            Group Name
                      - { group: us.app.com, sites: [boston.app.com] }
                                 ^~~~~~~~~~
            """),
        Mistake(
            "own Sites beside a malformed one", .none,
            """
            site: [boston.app.com, paris.app.org]
            pools: [{ pool: app.com, sites: [{ site: boston..app.com }] }]
            """,
            """
            distrib.yaml:1:24: error: "paris.app.org" is not a Site of any pool
                site: [boston.app.com, paris.app.org]
                                       ^~~~~~~~~~~~~
            distrib.yaml:2:42: error: Site Name "boston..app.com": the name has an empty \
            label (two dots in a row, or one in front)
                pools: [{ pool: app.com, sites: [{ site: boston..app.com }] }]
                                                         ^~~~~~~~~~~~~~~
            """),
        Mistake(
            "own Site beside a pool that can't be read: it may be of that", .none,
            """
            site: boston.app.com
            pools: [app.com]
            """,
            """
            distrib.yaml:2:9: error: a pool must be a mapping of keys to values, not a single \
            value
                pools: [app.com]
                        ^~~~~~~
            """),
        Mistake(
            "IPv4 addresses as names", .none,
            """
            site: 1.2.3.4
            pools:
              - pool: 192.0.2.1:8080
                sites: [{ site: 1.2.3.4 }]
                groups: [{ group: 127.1, sites: [1.2.3.4] }]
            """,
            """
            distrib.yaml:1:7: error: Site Name "1.2.3.4": an IPv4 address stands where a DNS \
            name belongs
                site: 1.2.3.4
                      ^~~~~~~
            distrib.yaml:3:11: error: Pool Name "192.0.2.1:8080": an IPv4 address stands \
            where a DNS name belongs
                  - pool: 192.0.2.1:8080
                          ^~~~~~~~~~~~~~
            distrib.yaml:4:21: error: Site Name "1.2.3.4": an IPv4 address stands where a DNS \
            name belongs
                    sites: [{ site: 1.2.3.4 }]
                                    ^~~~~~~
            distrib.yaml:5:23: error: Group Name "127.1": an IPv4 address stands where a DNS \
            name belongs
                    groups: [{ group: 127.1, sites: [1.2.3.4] }]
                                      ^~~~~
            distrib.yaml:5:38: error: Site Name "1.2.3.4": an IPv4 address stands where a DNS \
            name belongs
                    groups: [{ group: 127.1, sites: [1.2.3.4] }]
                                                     ^~~~~~~
            """),
    ]
}
