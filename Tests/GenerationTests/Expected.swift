/// Files to the letter.
enum Expected {
    static let configuration = """
        # config: made by distrib-fcgi generate gdnsd from /etc/distrib/distrib.yaml.
        # Make changes there: the next run overwrites this file.
        # Checksum of what follows: 52cddf933123dcab

        options => {
          listen => [ "192.0.2.53", "[::1]:5353" ]
          min_ttl => 0
          run_dir => "/run/names"
        }

        service_types => {
          health_app.com => {
            plugin => http_status
            port => 80
            vhost => "app.com"
            url_path => "/distrib/health"
            interval => 2
            timeout => 1
            down_thresh => 2
            ok_thresh => 1
            up_thresh => 2
          }
          ready_app.com => {
            plugin => http_status
            port => 80
            vhost => "app.com"
            url_path => "/distrib/ready"
            interval => 2
            timeout => 1
            down_thresh => 2
            ok_thresh => 1
            up_thresh => 2
          }
        }

        plugins => {
          # free_: the Sites that welcome new sessions. live_: all Sites that can serve. site_: the machines of
          # one Site. An address that fails its checks is answered only if all others of the list fail, too.
          # free4_, live4_: the same without IPv6, if only some of the Sites have IPv6 addresses.
          weighted => {
            up_thresh => 0.001
            free_app.com => {
              service_types => [ health_app.com, ready_app.com ]
              multi => false
              addrs_v4 => {
                boston.app.com_1 => [ 192.0.2.10, 1 ]
                boston.app.com_2 => [ 192.0.2.11, 1 ]
                chicago.app.com_1 => [ 192.0.2.20, 1 ]
              }
            }
            live_app.com => {
              service_types => health_app.com
              multi => false
              addrs_v4 => {
                boston.app.com_1 => [ 192.0.2.10, 1 ]
                boston.app.com_2 => [ 192.0.2.11, 1 ]
                chicago.app.com_1 => [ 192.0.2.20, 1 ]
              }
            }
            site_boston.app.com => {
              service_types => health_app.com
              multi => false
              addrs_v4 => {
                boston.app.com_1 => [ 192.0.2.10, 1 ]
                boston.app.com_2 => [ 192.0.2.11, 1 ]
              }
            }
            site_chicago.app.com => {
              service_types => health_app.com
              multi => false
              addrs_v4 => {
                chicago.app.com_1 => [ 192.0.2.20, 1 ]
              }
            }
          }

          # The first list with an address that is up answers; if there is none, the first list does.
          metafo => { resources => {
            pool_app.com => {
              datacenters => [ free_app.com, live_app.com ]
              dcmap => {
                free_app.com => %weighted!free_app.com
                live_app.com => %weighted!live_app.com
              }
            }
            site_boston.app.com => {
              datacenters => [ site_boston.app.com, site_chicago.app.com ]
              dcmap => {
                site_boston.app.com => %weighted!site_boston.app.com
                site_chicago.app.com => %weighted!site_chicago.app.com
              }
            }
            site_chicago.app.com => {
              datacenters => [ site_chicago.app.com, site_boston.app.com ]
              dcmap => {
                site_chicago.app.com => %weighted!site_chicago.app.com
                site_boston.app.com => %weighted!site_boston.app.com
              }
            }
          } }
        }

        """
}
