# The simplest redirect, with a timestamp, by Debian's libfcgi-perl; the listening socket is descriptor
# 0.
#
#     redirect.pl PROCESSES
use strict;
use warnings;
use FCGI;

for (2 .. shift) {
    last if fork() == 0;
}
my %environment;
my $request = FCGI::Request(\*STDIN, \*STDOUT, \*STDERR, \%environment, 0);
while ($request->Accept() >= 0) {
    my ($path, $query) = split /\?/, $environment{REQUEST_URI}, 2;
    $query = defined $query ? "?$query" : '';
    print "Status: 302 Found\r\nLocation: http://boston.app.com$path/Distrib=", time, "$query\r\n\r\n";
}
