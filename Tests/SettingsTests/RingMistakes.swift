extension Mistake {
    static let ringMistakes: [Mistake] = [
        Mistake(
            "Site twice", .small,
            """
                  - site: geneva.app.com
                  - site: Boston.app.com
            """,
            """
            distrib.yaml:6:15: error: the Site Name "boston.app.com" is already at line 4, as \
            a Site Name
                      - site: Boston.app.com
                              ^~~~~~~~~~~~~~
            """),
        Mistake(
            "Site named like the Pool", .small,
            """
                  - site: app.com
            """,
            """
            distrib.yaml:5:15: error: the Site Name "app.com" is already at line 2, as the \
            Pool Name
                      - site: app.com
                              ^~~~~~~
            """),
        Mistake(
            "Group named like a Site", .small,
            """
                groups:
                  - { group: boston.app.com, sites: [boston.app.com] }
            """,
            """
            distrib.yaml:6:18: error: the Group Name "boston.app.com" is already at line 4, \
            as a Site Name
                      - { group: boston.app.com, sites: [boston.app.com] }
                                 ^~~~~~~~~~~~~~
            """),
        Mistake(
            "Group twice", .small,
            """
                groups:
                  - { group: us.app.com, sites: [boston.app.com] }
                  - { group: us.app.com, sites: [boston.app.com] }
            """,
            """
            distrib.yaml:7:18: error: the Group Name "us.app.com" is already at line 6, as a \
            Group Name
                      - { group: us.app.com, sites: [boston.app.com] }
                                 ^~~~~~~~~~
            """),
        Mistake(
            "Pool twice", .small,
            """
              - pool: app.com
                sites: [{ site: geneva.app.com }]
            """,
            """
            distrib.yaml:5:11: error: the name "app.com" belongs to another pool already, at \
            line 2
                  - pool: app.com
                          ^~~~~~~
            """),
        Mistake(
            "Site in two pools", .small,
            """
              - pool: app.org
                sites: [{ site: boston.app.com }]
            """,
            """
            distrib.yaml:6:21: error: the name "boston.app.com" belongs to another pool \
            already, at line 4
                    sites: [{ site: boston.app.com }]
                                    ^~~~~~~~~~~~~~
            """),
        Mistake(
            "groups empty", .small,
            """
                groups: []
            """,
            """
            distrib.yaml:5:13: error: "groups" needs at least one Group; leave it out if there is none
                    groups: []
                            ^~
            """),
        Mistake(
            "group without a name and a ring", .small,
            """
                groups:
                  - {}
            """,
            """
            distrib.yaml:6:9: error: a group lacks "group"
                      - {}
                        ^~
            distrib.yaml:6:9: error: a group lacks "sites"
                      - {}
                        ^~
            """),
        Mistake(
            "empty ring", .small,
            """
                groups:
                  - group: us.app.com
                    sites: []
            """,
            """
            distrib.yaml:7:16: error: the ring of a Group needs at least one Site
                        sites: []
                               ^~
            """),
        Mistake(
            "unknown Site in a ring", .small,
            """
                groups:
                  - group: us.app.com
                    sites: [bosten.app.com]
            """,
            """
            distrib.yaml:7:17: error: "bosten.app.com" is not a Site of this pool; did you \
            mean "boston.app.com"?
                        sites: [bosten.app.com]
                                ^~~~~~~~~~~~~~
            """),
        Mistake(
            "unknown Site in a ring, nothing near", .small,
            """
                groups:
                  - group: us.app.com
                    sites: [boston.app.com, paris.app.org]
            """,
            """
            distrib.yaml:7:33: error: "paris.app.org" is not a Site of this pool
                        sites: [boston.app.com, paris.app.org]
                                                ^~~~~~~~~~~~~
            """),
        Mistake(
            "unknown Site in a ring, first label alone", .small,
            """
                groups:
                  - group: us.app.com
                    sites: [boston]
            """,
            """
            distrib.yaml:7:17: error: "boston" is not a Site of this pool; did you mean \
            "boston.app.com"?
                        sites: [boston]
                                ^~~~~~
            """),
        Mistake(
            "Site twice in a ring", .small,
            """
                groups:
                  - group: us.app.com
                    sites:
                      - boston.app.com
                      - boston.app.com
            """,
            """
            distrib.yaml:9:13: error: the Site "boston.app.com" is already in this ring, at \
            line 8
                          - boston.app.com
                            ^~~~~~~~~~~~~~
            """),
        Mistake(
            "Site in no Group", .small,
            """
                  - site: geneva.app.com
                groups:
                  - group: us.app.com
                    sites: [boston.app.com]
            """,
            """
            distrib.yaml:5:15: error: the Site "geneva.app.com" is in no Group: add it to a \
            ring, or take it out
                      - site: geneva.app.com
                              ^~~~~~~~~~~~~~
            """),
        Mistake(
            "Group with the Pool Name that lacks Sites", .small,
            """
                  - site: geneva.app.com
                groups:
                  - group: app.com
                    sites: [boston.app.com]
                  - group: eu.app.com
                    sites: [geneva.app.com]
            """,
            """
            distrib.yaml:7:16: error: this Group has the Pool Name but lacks Sites of the \
            Pool (geneva.app.com): clients of those would be redirected for ever
                      - group: app.com
                               ^~~~~~~
            """),
        Mistake(
            "ring with a malformed name: no Site is missing on top", .small,
            """
                groups:
                  - group: us.app.com
                    sites: ["boston app.com"]
            """,
            """
            distrib.yaml:7:17: error: Site Name "boston app.com": the name has a character \
            that DNS names lack: byte 32
                        sites: ["boston app.com"]
                                ^~~~~~~~~~~~~~~~
            """),
    ]
}
