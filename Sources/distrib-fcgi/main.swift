print("distrib-fcgi")
