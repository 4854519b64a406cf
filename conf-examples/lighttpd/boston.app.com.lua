-- boston.app.com.lua: made by distrib-fcgi generate lighttpd --site boston.app.com from three-sites.yaml.
-- Make changes there: the next run overwrites this file.
-- Checksum of what follows: 4b15042dfec31742
-- The Site, for distrib.lua.

package.path = "/etc/lighttpd/distrib/?.lua"

return require("distrib").run(lighty, {
    id = "boston_app_com",
    name = "boston.app.com",
    names = { ["app.com"] = true, ["americas.app.com"] = true, ["boston.app.com"] = true, ["chicago.app.com"] = true },
    acceptsSubNames = false,
    marker = "distrib",
    placement = "path",
    sessionCookie = "SID",
    sessionEnd = "SID=; Max-Age=0; Path=/",
    siteCookie = "DistribSite",
    siteCookieText = "DistribSite=boston.app.com; Domain=app.com; Path=/; HttpOnly; SameSite=Lax",
    secureSiteCookieText = "DistribSite=boston.app.com; Domain=app.com; Path=/; Secure; HttpOnly; SameSite=Lax",
    wholeAssets = { ["/favicon.ico"] = true, ["/robots.txt"] = true },
    assetStarts = { "/assets/", "/static/", "/.well-known/", "/favicon.ico/", "/robots.txt/" },
    assetSuffixes = { ["css"] = true, ["gif"] = true, ["ico"] = true, ["jpeg"] = true, ["jpg"] = true, ["js"] = true, ["map"] = true, ["png"] = true, ["svg"] = true, ["webp"] = true, ["woff"] = true, ["woff2"] = true },
    failsOpen = true,
})
