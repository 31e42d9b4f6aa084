// Made by `node scripts/generate-api.mjs` from the API of Proxmox VE 7.4, 8.4, 9.2. Do not edit.
// The lines are explained in scripts/generate-api/emit-params.mjs.

export const releases = ["7.4","8.4","9.2"] as const;

export const schemas = `{"type":"boolean"}
{"type":"string","format":"pve-groupid-list"}
{"type":"string"}
{"type":"string","format":"pve-roleid-list"}
{"type":"string","format":"pve-tokenid-list"}
{"type":"string","format":"pve-userid-list"}
{"type":"string","maxLength":256,"pattern":"(?:\\\\w+=(\\"[\\\\w ,+/<>;=]+\\"|[^ ,+\\"/<>;=]+)(,\\\\s*\\\\w+=(\\"[\\\\w ,+/<>;=]+\\"|[^ ,+\\"/<>;=]+))*)"}
{"type":"string","maxLength":256}
{"type":"string","maxLength":4096}
{"type":"string","maxLength":256,"pattern":"\\\\S+"}
{"type":"string","maxLength":2048}
{"type":"string","format":"ldap-simple-attr-list"}
{"type":"string","maxLength":256,"format":"ldap-simple-attr"}
{"type":"string","enum":["ldap","ldaps","ldap+starttls"]}
{"type":"integer","minimum":1,"maximum":65535}
{"type":"string","pattern":"(?:none|login|consent|select_account|\\\\S+)"}
{"type":"string","maxLength":32,"format":"pve-realm"}
{"type":"string","maxLength":256,"format":"address"}
{"type":"string","enum":["tlsv1","tlsv1_1","tlsv1_2","tlsv1_3"]}
{"type":"string","enum":["users","groups","both"]}
{"type":"string","properties":0}
{"type":"string","pattern":"\\\\w+=[^,]+(,\\\\s*\\\\w+=[^,]+)*"}
{"type":"string","enum":["yubico","oath"]}
{"type":"integer"}
{"type":"string","maxLength":128,"properties":1}
{"type":"string","enum":["ad","ldap","openid","pam","pve"]}
{"type":"string","maxLength":256,"pattern":"\\\\S{2,}"}
{"type":"string","pattern":"^[^\\\\x00-\\\\x1F\\\\x7F <>#\\"]*\$"}
{"type":"string","maxLength":256,"pattern":"(?:[A-Za-z0-9\\\\.\\\\-_]+)"}
{"type":"string","maxLength":4096,"format":"pve-configid-list"}
{"type":"string","maxLength":40}
{"type":"string","maxLength":64}
{"type":"string","pattern":"(?:(?:(?:acl|properties|entry);)*(?:acl|properties|entry))|none"}
{"type":"string","format":"pve-groupid"}
{"type":"string","maxLength":255}
{"type":"string","maxLength":1024}
{"type":"string","minLength":5,"maxLength":64}
{"type":"string","maxLength":64,"format":"pve-userid"}
{"type":"string","minLength":8,"maxLength":64}
{"type":"string","pattern":"(?:^(?:[^\\\\s:/]+)\\\\@(?:[A-Za-z][A-Za-z0-9\\\\.\\\\-_]+)(?:!(?:[A-Za-z][A-Za-z0-9\\\\.\\\\-_]+))?\$)"}
{"type":"string","format":"pve-priv-list"}
{"type":"string","format":"pve-roleid"}
{"type":"boolean","requires":"privs"}
{"type":"string","enum":["totp","u2f","webauthn","recovery","yubico"]}
{"type":"string","maxLength":64,"requires":"privs"}
{"type":"string","maxLength":64,"requires":"path","format":"pve-priv-list"}
{"type":"string","format":"email-opt"}
{"type":"integer","minimum":0}
{"type":"string","maxLength":254,"format":"email-opt"}
{"type":"string","pattern":"[0-9a-zA-Z!=]{0,4096}"}
{"type":"boolean","requires":"groups"}
{"type":"string","pattern":"(?:[A-Za-z][A-Za-z0-9\\\\.\\\\-_]+)"}
{"type":"string","format":"pve-configid-list"}
{"type":"string","maxLength":64,"format":"pve-priv-list"}
{"type":"string","format":"email-list"}
{"type":"string","pattern":"^https?://.*"}
{"type":"string","format":"pve-configid"}
{"type":"string","requires":"eab-kid"}
{"type":"string","requires":"eab-hmac-key"}
{"type":"string","enum":["dns","standalone"]}
{"type":"string","enum":["1984hosting","acmedns","acmeproxy","active24","ad","ali","anx","arvan","aurora","autodns","aws","azion","azure","bunny","cf","clouddns","cloudns","cn","conoha","constellix","cpanel","curanet","cyon","da","ddnss","desec","df","dgon","dnshome","dnsimple","dnsservices","do","doapi","domeneshop","dp","dpi","dreamhost","duckdns","durabledns","dyn","dynu","dynv6","easydns","edgedns","euserv","exoscale","fornex","freedns","gandi_livedns","gcloud","gd","geoscaling","he","hetzner","hexonet","hostingde","huaweicloud","infoblox","infomaniak","internetbs","inwx","ionos","ispconfig","jd","joker","kappernet","kas","kinghost","knot","la","leaseweb","lexicon","linode","linode_v4","loopia","lua","maradns","me","miab","misaka","myapi","mydevil","mydnsjp","mythic_beasts","namecheap","namecom","namesilo","nederhost","neodigit","netcup","netlify","nic","njalla","nm","nsd","nsone","nsupdate","nw","oci","one","online","openprovider","openstack","opnsense","ovh","pdns","pleskxml","pointhq","porkbun","rackcorp","rackspace","rage4","rcode0","regru","scaleway","schlundtech","selectel","selfhost","servercow","simply","tele3","transip","udr","ultra","unoeuro","variomedia","veesp","vercel","vscale","vultr","websupport","world4you","yandex","yc","zilore","zone","zonomi"]}
{"type":"string","format":"pve-node-list"}
{"type":"integer","minimum":0,"maximum":172800}
{"type":"string","enum":["1984hosting","acmedns","acmeproxy","active24","ad","ali","alviy","anx","artfiles","arvan","aurora","autodns","aws","azion","azure","bookmyname","bunny","cf","clouddns","cloudns","cn","conoha","constellix","cpanel","curanet","cyon","da","ddnss","desec","df","dgon","dnsexit","dnshome","dnsimple","dnsservices","doapi","domeneshop","dp","dpi","dreamhost","duckdns","durabledns","dyn","dynu","dynv6","easydns","edgedns","euserv","exoscale","fornex","freedns","gandi_livedns","gcloud","gcore","gd","geoscaling","googledomains","he","hetzner","hexonet","hostingde","huaweicloud","infoblox","infomaniak","internetbs","inwx","ionos","ionos_cloud","ipv64","ispconfig","jd","joker","kappernet","kas","kinghost","knot","la","leaseweb","lexicon","limacity","linode","linode_v4","loopia","lua","maradns","me","miab","misaka","myapi","mydevil","mydnsjp","mythic_beasts","namecheap","namecom","namesilo","nanelo","nederhost","neodigit","netcup","netlify","nic","njalla","nm","nsd","nsone","nsupdate","nw","oci","omglol","one","online","openprovider","openstack","opnsense","ovh","pdns","pleskxml","pointhq","porkbun","rackcorp","rackspace","rage4","rcode0","regru","scaleway","schlundtech","selectel","selfhost","servercow","simply","technitium","tele3","tencent","timeweb","transip","udr","ultra","unoeuro","variomedia","veesp","vercel","vscale","vultr","websupport","west_cn","world4you","yandex360","yc","zilore","zone","zoneedit","zonomi"]}
{"type":"string","enum":["1984hosting","acmedns","acmeproxy","active24","ad","ali","alviy","anx","artfiles","arvan","aurora","autodns","aws","azion","azure","beget","bookmyname","bunny","cf","clouddns","cloudns","cn","conoha","constellix","cpanel","curanet","cyon","da","ddnss","desec","df","dgon","dnsexit","dnshome","dnsimple","dnsservices","doapi","domeneshop","dp","dpi","dreamhost","duckdns","durabledns","dyn","dynu","dynv6","easydns","edgecenter","edgedns","euserv","exoscale","fornex","freedns","freemyip","gandi_livedns","gcloud","gcore","gd","geoscaling","googledomains","he","he_ddns","hetzner","hetznercloud","hexonet","hostingde","huaweicloud","infoblox","infomaniak","internetbs","inwx","ionos","ionos_cloud","ipv64","ispconfig","jd","joker","kappernet","kas","kinghost","knot","la","leaseweb","lexicon","limacity","linode","linode_v4","loopia","lua","maradns","me","miab","mijnhost","misaka","myapi","mydevil","mydnsjp","mythic_beasts","namecheap","namecom","namesilo","nanelo","nederhost","neodigit","netcup","netlify","nic","njalla","nm","nsd","nsone","nsupdate","nw","oci","omglol","one","online","openprovider","openprovider_rest","openstack","opnsense","ovh","pdns","pleskxml","pointhq","porkbun","rackcorp","rackspace","rage4","rcode0","regru","scaleway","schlundtech","selectel","selfhost","servercow","simply","spaceship","technitium","tele3","tencent","timeweb","transip","udr","ultra","unoeuro","variomedia","veesp","vercel","vscale","vultr","websupport","west_cn","world4you","yandex360","yc","zilore","zone","zoneedit","zonomi"]}
{"type":"string","maxLength":512}
{"type":"string","enum":["0","1","gzip","lzo","zstd"]}
{"type":"string","requires":"starttime","format":"pve-day-of-week-list"}
{"type":"string","format":"pve-vmid-list"}
{"type":"string","format":"string-alist"}
{"type":"integer","minimum":0,"maximum":8}
{"type":"string","enum":["always","failure"]}
{"type":"string","format":"email-or-username-list"}
{"type":"integer","minimum":1}
{"type":"string","enum":["snapshot","suspend","stop"]}
{"type":"string","format":"pve-node"}
{"type":"string","maxLength":1024,"requires":"storage"}
{"type":"string","properties":2}
{"type":"boolean","requires":"storage"}
{"type":"string","properties":3}
{"type":"string","maxLength":128,"format":"pve-calendar-event"}
{"type":"string","pattern":"\\\\d{1,2}:\\\\d{1,2}"}
{"type":"string","format":"pve-storage-id"}
{"type":"array","items":{"type":"string"}}
{"type":"string","properties":4}
{"type":"string","enum":["auto","legacy-sendmail","notification-system"]}
{"type":"string","enum":["always","failure","never"]}
{"type":"string","enum":["legacy","data","metadata"]}
{"type":"string","maxLength":50}
{"type":"string","maxLength":50,"pattern":"\\\\S+"}
{"type":"integer","minimum":1,"maximum":64}
{"type":"array","items":{"type":"integer","minimum":100,"maximum":999999999,"format":"pve-vmid"}}
{"type":"string","requires":"to-disk","format":"pve-storage-id"}
{"type":"string","enum":["nobackfill","nodeep-scrub","nodown","noin","noout","norebalance","norecover","noscrub","notieragent","noup","pause"]}
{"type":"string","enum":["all","versions"]}
{"type":"string","enum":["mon","mgr","mds","osd"]}
{"type":"integer","minimum":30,"maximum":1800}
{"type":"string","maxLength":15,"format":"pve-node"}
{"type":"string","format":"address"}
{"type":"integer","minimum":0,"maximum":255}
{"type":"string","properties":5}
{"type":"string","pattern":"([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}"}
{"type":"string","maxLength":128}
{"type":"string","format":"ip"}
{"type":"string","format":"IPorCIDR"}
{"type":"string","minLength":2,"maxLength":64,"pattern":"[A-Za-z][A-Za-z0-9\\\\-\\\\_]+"}
{"type":"string","minLength":2,"maxLength":18,"pattern":"[A-Za-z][A-Za-z0-9\\\\-\\\\_]+"}
{"type":"string","minLength":2,"maxLength":20,"pattern":"[A-Za-z][A-Za-z0-9\\\\-\\\\_]+"}
{"type":"string","maxLength":512,"format":"pve-fw-addr-spec"}
{"type":"string","format":"pve-fw-dport-spec"}
{"type":"string","format":"pve-fw-icmp-type-spec"}
{"type":"string","minLength":2,"maxLength":20,"format":"pve-iface"}
{"type":"string","enum":["emerg","alert","crit","err","warning","notice","info","debug","nolog"]}
{"type":"string","format":"pve-fw-protocol-spec"}
{"type":"string","format":"pve-fw-sport-spec"}
{"type":"string","enum":["in","out","group"]}
{"type":"string","enum":["in","out","forward","group"]}
{"type":"string","format":"IPorCIDRorAlias"}
{"type":"string","pattern":"[1-9][0-9]*\\\\/(second|minute|hour|day)"}
{"type":"string","properties":6}
{"type":"string","enum":["ACCEPT","REJECT","DROP"]}
{"type":"string","enum":["ACCEPT","DROP"]}
{"type":"string","enum":["alias","ipset"]}
{"type":"string","format":"pve-ha-group-node-list"}
{"type":"string","enum":["group"]}
{"type":"string","format":"pve-ha-node-list"}
{"type":"string","enum":["ct","vm"]}
{"type":"string","format":"pve-ha-resource-or-vm-id"}
{"type":"string","enum":["started","stopped","enabled","disabled","ignored"]}
{"type":"string","enum":["node-affinity","resource-affinity"]}
{"type":"string","format":"pve-ha-node-list","instance-types":["node-affinity"],"type-property":"type"}
{"type":"string","format":"pve-ha-resource-id-list"}
{"type":"boolean","instance-types":["node-affinity"],"type-property":"type"}
{"type":"string","enum":["positive","negative"],"instance-types":["resource-affinity"],"type-property":"type"}
{"type":"string","enum":["freeze","ignore"]}
{"type":"string","maxLength":64,"format":"pve-configid"}
{"type":"integer","minimum":1,"maximum":100}
{"type":"string","format":"pve-storage-path-in-property-string"}
{"type":"array","items":{"type":"string","properties":7}}
{"type":"string","pattern":"(?:^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}\$)"}
{"type":"string","pattern":"(?:[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(?:.[a-f0-9])?;)*[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(?:.[a-f0-9])?"}
{"type":"array","items":{"type":"string","properties":8}}
{"type":"string","pattern":"(?:^(\\\\d+)\\\\-(\\\\d+(\\\\.\\\\d+)*)\$)"}
{"type":"array","items":{"type":"string","properties":9}}
{"type":"string","enum":["udp","http","https"]}
{"type":"integer","minimum":512,"maximum":65536}
{"type":"string","format":"graphite-path"}
{"type":"integer","minimum":1,"maximum":65536}
{"type":"string","enum":["udp","tcp"]}
{"type":"string","enum":["graphite","influxdb"],"format":"pve-configid"}
{"type":"string","enum":["none","gzip"]}
{"type":"integer","minimum":1024}
{"type":"string","enum":["http","https"]}
{"type":"integer","minimum":1,"maximum":10}
{"type":"string","enum":["graphite","influxdb","opentelemetry"],"format":"pve-configid"}
{"type":"integer","minimum":1,"format":"pve-vmid"}
{"type":"integer","minimum":100,"maximum":999999999,"format":"pve-vmid"}
{"type":"array","items":{"type":"string","format":"pve-configid"}}
{"type":"array","items":{"type":"string","format":"email-or-username"}}
{"type":"array","items":{"type":"string","format":"pve-userid"}}
{"type":"string","enum":["insecure","starttls","tls"]}
{"type":"string","enum":["post","put","get"]}
{"type":"string","enum":["all","any"]}
{"type":"number","minimum":0}
{"type":"string","properties":10}
{"type":"string","enum":["applet","vv","html5","xtermjs"]}
{"type":"string","enum":["basic","static"]}
{"type":"string","properties":11}
{"type":"string","maxLength":65536}
{"type":"string","enum":["watchdog","hardware","both"]}
{"type":"string","enum":["freeze","failover","conditional","migrate"]}
{"type":"string","properties":12}
{"type":"string","pattern":"http://.*"}
{"type":"string","enum":["de","de-ch","da","en-gb","en-us","es","fi","fr","fr-be","fr-ca","fr-ch","hu","is","it","ja","lt","mk","nl","no","pl","pt","pt-br","sv","sl","tr"]}
{"type":"string","enum":["ca","da","de","en","es","eu","fa","fr","he","it","ja","nb","nn","pl","pt_BR","ru","sl","sv","tr","zh_CN","zh_TW"]}
{"type":"string","format":"mac-prefix"}
{"type":"string","format":"CIDR"}
{"type":"string","enum":["secure","insecure"]}
{"type":"string","properties":13}
{"type":"string","properties":14}
{"type":"string","enum":["auto","always","never"]}
{"type":"string","properties":15}
{"type":"string","pattern":"(?:(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*);)*(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*)","ignoreCase":true}
{"type":"string","pattern":"(?:(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*):[0-9a-fA-F]{6}(?::[0-9a-fA-F]{6})?)(?:;(?:(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*):[0-9a-fA-F]{6}(?::[0-9a-fA-F]{6})?))*","ignoreCase":true}
{"type":"string","enum":["config","alphabetical"]}
{"type":"string","enum":["full","circle","dense","none"]}
{"type":"string","properties":16}
{"type":"string","properties":17}
{"type":"string","enum":["none","list","existing","free"]}
{"type":"string","pattern":"(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*)(?:;(?:[a-z0-9_][a-z0-9_\\\\-\\\\+\\\\.]*))*","ignoreCase":true}
{"type":"string","properties":18}
{"type":"string","properties":19}
{"type":"string","enum":["ar","ca","da","de","en","es","eu","fa","fr","hr","he","it","ja","ka","kr","nb","nl","nn","pl","pt_BR","ru","sl","sv","tr","ukr","zh_CN","zh_TW"]}
{"type":"string","enum":["always","never"]}
{"type":"string","properties":20}
{"type":"string","enum":["basic","static","dynamic"]}
{"type":"number","minimum":0,"requires":"ha-auto-rebalance"}
{"type":"number","minimum":0,"maximum":100,"requires":"ha-auto-rebalance"}
{"type":"string","enum":["bruteforce","topsis"],"requires":"ha-auto-rebalance"}
{"type":"string","properties":21}
{"type":"string","format":"pve-node-location"}
{"type":"string","enum":["kvm","tcg"]}
{"type":"string","enum":["x86_64","aarch64"]}
{"type":"string","maxLength":40,"format":"pve-configid"}
{"type":"string","pattern":"(?:(?:([+-])([a-zA-Z0-9\\\\-_\\\\.]+))(;(?:([+-])([a-zA-Z0-9\\\\-_\\\\.]+)))*)"}
{"type":"integer","minimum":32,"maximum":64}
{"type":"string","pattern":"(?:[a-zA-Z0-9]{1,12})"}
{"type":"integer","minimum":0,"maximum":4294967295}
{"type":"string","format":"pve-phys-bits"}
{"type":"string","enum":["486","a64fx","athlon","Broadwell","Broadwell-IBRS","Broadwell-noTSX","Broadwell-noTSX-IBRS","Cascadelake-Server","Cascadelake-Server-noTSX","Cascadelake-Server-v2","Cascadelake-Server-v4","Cascadelake-Server-v5","ClearwaterForest","Conroe","Cooperlake","Cooperlake-v2","core2duo","coreduo","cortex-a35","cortex-a53","cortex-a55","cortex-a57","cortex-a710","cortex-a72","cortex-a76","EPYC","EPYC-Genoa","EPYC-Genoa-v2","EPYC-IBPB","EPYC-Milan","EPYC-Milan-v2","EPYC-Milan-v3","EPYC-Rome","EPYC-Rome-v2","EPYC-Rome-v3","EPYC-Rome-v4","EPYC-Rome-v5","EPYC-Turin","EPYC-v3","EPYC-v4","EPYC-v5","GraniteRapids","GraniteRapids-v2","GraniteRapids-v3","Haswell","Haswell-IBRS","Haswell-noTSX","Haswell-noTSX-IBRS","host","Icelake-Client","Icelake-Client-noTSX","Icelake-Server","Icelake-Server-noTSX","Icelake-Server-v3","Icelake-Server-v4","Icelake-Server-v5","Icelake-Server-v6","Icelake-Server-v7","IvyBridge","IvyBridge-IBRS","KnightsMill","kvm32","kvm64","max","Nehalem","Nehalem-IBRS","neoverse-n1","neoverse-n2","neoverse-v1","Opteron_G1","Opteron_G2","Opteron_G3","Opteron_G4","Opteron_G5","Penryn","pentium","pentium2","pentium3","phenom","qemu32","qemu64","SandyBridge","SandyBridge-IBRS","SapphireRapids","SapphireRapids-v2","SapphireRapids-v3","SapphireRapids-v4","SierraForest","SierraForest-v2","SierraForest-v3","Skylake-Client","Skylake-Client-IBRS","Skylake-Client-noTSX-IBRS","Skylake-Client-v4","Skylake-Server","Skylake-Server-IBRS","Skylake-Server-noTSX-IBRS","Skylake-Server-v4","Skylake-Server-v5","Westmere","Westmere-IBRS"]}
{"type":"string","pattern":"[1-9][0-9]{2,8}-\\\\d{1,9}","format":"pve-replication-job-id"}
{"type":"number","minimum":1}
{"type":"string","enum":["local","full"]}
{"type":"string","enum":["local"]}
{"type":"string","enum":["vm","storage","node","sdn"]}
{"type":"string","enum":["bgp","evpn","faucet"]}
{"type":"string","enum":["bgp","evpn","faucet","isis"]}
{"type":"integer","minimum":0,"maximum":4294967296}
{"type":"string","format":"pve-sdn-controller-id"}
{"type":"string","format":"ip-list"}
{"type":"string","enum":["bgp","evpn","faucet"],"format":"pve-configid"}
{"type":"string","format":"pve-iface-list"}
{"type":"string","format":"pve-sdn-isis-net"}
{"type":"string","enum":["bgp","evpn","faucet","isis"],"format":"pve-configid"}
{"type":"string","format":"pve-sdn-fabric-id"}
{"type":"string","enum":["powerdns"]}
{"type":"string","format":"pve-sdn-dns-id"}
{"type":"string","enum":["powerdns"],"format":"pve-configid"}
{"type":"string","instance-types":["ospf"],"type-property":"protocol"}
{"type":"number","minimum":1,"maximum":600,"instance-types":["openfabric"],"type-property":"protocol"}
{"type":"string","enum":["openfabric","ospf"]}
{"type":"array"}
{"type":"string","format":"ipv4"}
{"type":"string","format":"ipv6"}
{"type":"array","items":{"type":"string","enum":["interfaces","ip","ip6"]}}
{"type":"string","enum":["netbox","phpipam","pve"]}
{"type":"string","format":"pve-sdn-ipam-id"}
{"type":"string","enum":["netbox","phpipam","pve"],"format":"pve-configid"}
{"type":"string","maxLength":256,"pattern":"(?:[\\\\(\\\\)-_.\\\\w\\\\d\\\\s]{0,256})","ignoreCase":true}
{"type":"string","enum":["vnet"]}
{"type":"string","format":"pve-sdn-vnet-id"}
{"type":"integer","minimum":1,"maximum":16777215}
{"type":"string","format":"mac-addr"}
{"type":"string","format":"pve-sdn-zone-id"}
{"type":"string","format":"dns-name"}
{"type":"string","format":"pve-sdn-subnet-id"}
{"type":"string","enum":["subnet"]}
{"type":"array","items":{"type":"string","format":"pve-sdn-dhcp-range"}}
{"type":"string","enum":["evpn","faucet","qinq","simple","vlan","vxlan"]}
{"type":"string","format":"pve-sdn-bgp-rt-list"}
{"type":"string","enum":["evpn","faucet","qinq","simple","vlan","vxlan"],"format":"pve-configid"}
{"type":"string","enum":["802.1q","802.1ad"]}
{"type":"string","enum":["dnsmasq"]}
{"type":"string","pattern":"(?:[a-z0-9][-+.a-z0-9:]+)"}
{"type":"string","maxLength":80}
{"type":"string","pattern":"(?:^(:?(?:[0-9a-z\\\\-_\\\\.]+:[0-9a-zA-Z\\\\-_]+))(:?[;, ](?:[0-9a-z\\\\-_\\\\.]+:[0-9a-zA-Z\\\\-_]+))*\$)","ignoreCase":true}
{"type":"string","maxLength":4096,"pattern":"(?:^(?:(?:[0-9a-z\\\\-_\\\\.]+:[0-9a-zA-Z\\\\-_]+))(?:[;, ](?:[0-9a-z\\\\-_\\\\.]+:[0-9a-zA-Z\\\\-_]+))*\$)","ignoreCase":true}
{"type":"string","enum":["stop","destroy"]}
{"type":"string","enum":["osd","mon","mds"]}
{"type":"integer","minimum":8,"maximum":32768}
{"type":"string","pattern":"(?:^[^:/\\\\s]+\$)"}
{"type":"string","maxLength":128,"requires":"network","format":"CIDR"}
{"type":"integer","minimum":1,"maximum":7}
{"type":"string","maxLength":128,"format":"CIDR"}
{"type":"integer","minimum":6,"maximum":14}
{"type":"string","pattern":"[a-zA-Z0-9]([a-zA-Z0-9\\\\-]*[a-zA-Z0-9])?"}
{"type":"string","maxLength":200,"pattern":"[a-zA-Z0-9]([a-zA-Z0-9\\\\-]*[a-zA-Z0-9])?"}
{"type":"number","minimum":1,"requires":"db_dev"}
{"type":"number","minimum":0.5,"requires":"wal_dev"}
{"type":"string","enum":["block","db","wal"]}
{"type":"string","enum":["rbd","cephfs","rgw"]}
{"type":"integer","minimum":2}
{"type":"string","properties":22}
{"type":"string","enum":["on","off","warn"]}
{"type":"integer","minimum":1,"maximum":32768}
{"type":"integer","maximum":32768}
{"type":"string","pattern":"^(\\\\d+(\\\\.\\\\d+)?)([KMGT])?\$"}
{"type":"number"}
{"type":"string","pattern":"(mon|mds|osd|mgr)(\\\\.[a-zA-Z0-9]([a-zA-Z0-9\\\\-]*[a-zA-Z0-9])?)?"}
{"type":"string","pattern":"(ceph|mon|mds|osd|mgr)(\\\\.[a-zA-Z0-9]([a-zA-Z0-9\\\\-]*[a-zA-Z0-9])?)?"}
{"type":"string","enum":["osd"]}
{"type":"string","format":"pem-certificate-chain"}
{"type":"string","format":"pem-string"}
{"type":"string","enum":["acme","acmedomain0","acmedomain1","acmedomain2","acmedomain3","acmedomain4","acmedomain5","description","startall-onboot-delay","wakeonlan"]}
{"type":"string","enum":["acme","acmedomain0","acmedomain1","acmedomain2","acmedomain3","acmedomain4","acmedomain5","ballooning-target","description","startall-onboot-delay","wakeonlan"]}
{"type":"string","enum":["acme","acmedomain0","acmedomain1","acmedomain2","acmedomain3","acmedomain4","acmedomain5","ballooning-target","description","location","startall-onboot-delay","wakeonlan"]}
{"type":"string","format":"pve-acme-domain-list"}
{"type":"string","properties":23}
{"type":"string","format":"pve-acme-alias"}
{"type":"string","format":"pve-acme-domain"}
{"type":"string","properties":24}
{"type":"integer","minimum":0,"maximum":300}
{"type":"integer","minimum":0,"maximum":100}
{"type":"string","format":"pve-iface"}
{"type":"string","properties":25}
{"type":"string","enum":["ext4","xfs"]}
{"type":"string","pattern":"^/dev/[a-zA-Z0-9\\\\/]+\$"}
{"type":"string","maxLength":36,"pattern":"[a-fA-F0-9\\\\-]+"}
{"type":"string","enum":["unused","journal_disks"]}
{"type":"integer","minimum":9,"maximum":16}
{"type":"string","enum":["on","off","gzip","lz4","lzjb","zle","zstd"]}
{"type":"string","format":"string-list"}
{"type":"string","properties":26}
{"type":"string","enum":["single","mirror","raid10","raidz","raidz2","raidz3","draid","draid2","draid3"]}
{"type":"string","format":"pve-command-batch"}
{"type":"string","format":"pve-fw-conntrack-helper"}
{"type":"integer","minimum":32768}
{"type":"integer","minimum":7875}
{"type":"integer","minimum":30,"maximum":60}
{"type":"string","pattern":"(?:(?:[0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\\\.[0-9a-fA-F])|([a-zA-Z][a-zA-Z0-9_-]+)"}
{"type":"string","pattern":"(?:[0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\\\.[0-9a-fA-F]"}
{"type":"string","pattern":"^([0-7](\\\\.\\\\.[0-7])?)?\$"}
{"type":"string","maxLength":128,"pattern":"^[A-Za-z0-9_.@:*?!\\\\[\\\\]\\\\/-]+\$"}
{"type":"string","maxLength":256,"pattern":"^[A-Za-z0-9_.@:-]+\$"}
{"type":"string","enum":["amd64","i386","arm64","armhf","riscv32","riscv64"]}
{"type":"string","enum":["shell","console","tty"]}
{"type":"integer","minimum":1,"maximum":8192}
{"type":"number","minimum":0,"maximum":8192}
{"type":"integer","minimum":0,"maximum":500000}
{"type":"string","maxLength":8192}
{"type":"string","pattern":"(?:[a-zA-Z0-9_; ]+)"}
{"type":"string","properties":27}
{"type":"string","format":"pve-volume-id"}
{"type":"string","maxLength":255,"format":"dns-name"}
{"type":"string","enum":["backup","create","destroyed","disk","fstrim","migrate","mounted","rollback","snapshot","snapshot-delete"]}
{"type":"integer","minimum":16}
{"type":"string","pattern":"(?:(?:(noatime|lazytime|nodev|nosuid|noexec))(;(?:(noatime|lazytime|nodev|nosuid|noexec)))*)"}
{"type":"string","format":"pve-lxc-mp-string"}
{"type":"string","format":"disk-size"}
{"type":"string","properties":28}
{"type":"string","format":"lxc-ip-with-ll-iface-list"}
{"type":"string","pattern":"[-_.\\\\w\\\\d]+"}
{"type":"string","format":"pve-ipv4-config"}
{"type":"string","format":"pve-ipv6-config"}
{"type":"integer","minimum":64,"maximum":65535}
{"type":"integer","minimum":1,"maximum":4094}
{"type":"string","pattern":"(?:\\\\d+(?:;\\\\d+)*)"}
{"type":"string","enum":["veth"]}
{"type":"string","properties":29}
{"type":"string","enum":["debian","devuan","ubuntu","centos","fedora","opensuse","archlinux","alpine","gentoo","nixos","unmanaged"]}
{"type":"string","minLength":5}
{"type":"string","format":"pve-poolid"}
{"type":"string","properties":30}
{"type":"string","format":"dns-name-list"}
{"type":"string","format":"pve-startup-order"}
{"type":"string","format":"pve-tag-list"}
{"type":"string","format":"pve-ct-timezone"}
{"type":"integer","minimum":0,"maximum":6}
{"type":"boolean","requires":"restore"}
{"type":"string","properties":31}
{"type":"string","pattern":"0[0-7]{3}"}
{"type":"string","format":"pve-lxc-dev-string"}
{"type":"string","properties":32}
{"type":"string","pattern":"(?:(?:(discard|lazytime|noatime|nodev|noexec|nosuid))(;(?:(discard|lazytime|noatime|nodev|noexec|nosuid)))*)"}
{"type":"string","properties":33}
{"type":"string","properties":34}
{"type":"string","pattern":"(?:[^\\\\x00-\\\\x08\\\\x0a-\\\\x1F\\\\x7F]+)"}
{"type":"string","pattern":"(?:(?:\\\\w+=[^\\\\x00-\\\\x08\\\\x0a-\\\\x1F\\\\x7F]*)(?:\\\\0\\\\w+=[^\\\\x00-\\\\x08\\\\x0a-\\\\x1F\\\\x7F]*)*)"}
{"type":"string","pattern":"(?:^(?:passthrough|[ug]:[0-9]+:[0-9]+:[1-9][0-9]*(?:;[ug]:[0-9]+:[0-9]+:[1-9][0-9]*)*)\$)"}
{"type":"string","properties":35}
{"type":"string","properties":36}
{"type":"string","properties":37}
{"type":"string","enum":["snapshot","clone","copy"]}
{"type":"string","format":"storage-pair-list"}
{"type":"string","enum":["rootfs","mp0","mp1","mp2","mp3","mp4","mp5","mp6","mp7","mp8","mp9","mp10","mp11","mp12","mp13","mp14","mp15","mp16","mp17","mp18","mp19","mp20","mp21","mp22","mp23","mp24","mp25","mp26","mp27","mp28","mp29","mp30","mp31","mp32","mp33","mp34","mp35","mp36","mp37","mp38","mp39","mp40","mp41","mp42","mp43","mp44","mp45","mp46","mp47","mp48","mp49","mp50","mp51","mp52","mp53","mp54","mp55","mp56","mp57","mp58","mp59","mp60","mp61","mp62","mp63","mp64","mp65","mp66","mp67","mp68","mp69","mp70","mp71","mp72","mp73","mp74","mp75","mp76","mp77","mp78","mp79","mp80","mp81","mp82","mp83","mp84","mp85","mp86","mp87","mp88","mp89","mp90","mp91","mp92","mp93","mp94","mp95","mp96","mp97","mp98","mp99","mp100","mp101","mp102","mp103","mp104","mp105","mp106","mp107","mp108","mp109","mp110","mp111","mp112","mp113","mp114","mp115","mp116","mp117","mp118","mp119","mp120","mp121","mp122","mp123","mp124","mp125","mp126","mp127","mp128","mp129","mp130","mp131","mp132","mp133","mp134","mp135","mp136","mp137","mp138","mp139","mp140","mp141","mp142","mp143","mp144","mp145","mp146","mp147","mp148","mp149","mp150","mp151","mp152","mp153","mp154","mp155","mp156","mp157","mp158","mp159","mp160","mp161","mp162","mp163","mp164","mp165","mp166","mp167","mp168","mp169","mp170","mp171","mp172","mp173","mp174","mp175","mp176","mp177","mp178","mp179","mp180","mp181","mp182","mp183","mp184","mp185","mp186","mp187","mp188","mp189","mp190","mp191","mp192","mp193","mp194","mp195","mp196","mp197","mp198","mp199","mp200","mp201","mp202","mp203","mp204","mp205","mp206","mp207","mp208","mp209","mp210","mp211","mp212","mp213","mp214","mp215","mp216","mp217","mp218","mp219","mp220","mp221","mp222","mp223","mp224","mp225","mp226","mp227","mp228","mp229","mp230","mp231","mp232","mp233","mp234","mp235","mp236","mp237","mp238","mp239","mp240","mp241","mp242","mp243","mp244","mp245","mp246","mp247","mp248","mp249","mp250","mp251","mp252","mp253","mp254","mp255","unused0","unused1","unused2","unused3","unused4","unused5","unused6","unused7","unused8","unused9","unused10","unused11","unused12","unused13","unused14","unused15","unused16","unused17","unused18","unused19","unused20","unused21","unused22","unused23","unused24","unused25","unused26","unused27","unused28","unused29","unused30","unused31","unused32","unused33","unused34","unused35","unused36","unused37","unused38","unused39","unused40","unused41","unused42","unused43","unused44","unused45","unused46","unused47","unused48","unused49","unused50","unused51","unused52","unused53","unused54","unused55","unused56","unused57","unused58","unused59","unused60","unused61","unused62","unused63","unused64","unused65","unused66","unused67","unused68","unused69","unused70","unused71","unused72","unused73","unused74","unused75","unused76","unused77","unused78","unused79","unused80","unused81","unused82","unused83","unused84","unused85","unused86","unused87","unused88","unused89","unused90","unused91","unused92","unused93","unused94","unused95","unused96","unused97","unused98","unused99","unused100","unused101","unused102","unused103","unused104","unused105","unused106","unused107","unused108","unused109","unused110","unused111","unused112","unused113","unused114","unused115","unused116","unused117","unused118","unused119","unused120","unused121","unused122","unused123","unused124","unused125","unused126","unused127","unused128","unused129","unused130","unused131","unused132","unused133","unused134","unused135","unused136","unused137","unused138","unused139","unused140","unused141","unused142","unused143","unused144","unused145","unused146","unused147","unused148","unused149","unused150","unused151","unused152","unused153","unused154","unused155","unused156","unused157","unused158","unused159","unused160","unused161","unused162","unused163","unused164","unused165","unused166","unused167","unused168","unused169","unused170","unused171","unused172","unused173","unused174","unused175","unused176","unused177","unused178","unused179","unused180","unused181","unused182","unused183","unused184","unused185","unused186","unused187","unused188","unused189","unused190","unused191","unused192","unused193","unused194","unused195","unused196","unused197","unused198","unused199","unused200","unused201","unused202","unused203","unused204","unused205","unused206","unused207","unused208","unused209","unused210","unused211","unused212","unused213","unused214","unused215","unused216","unused217","unused218","unused219","unused220","unused221","unused222","unused223","unused224","unused225","unused226","unused227","unused228","unused229","unused230","unused231","unused232","unused233","unused234","unused235","unused236","unused237","unused238","unused239","unused240","unused241","unused242","unused243","unused244","unused245","unused246","unused247","unused248","unused249","unused250","unused251","unused252","unused253","unused254","unused255"]}
{"type":"string","format":"pve-bridge-id-list"}
{"type":"string","format":"pve-storage-id-list"}
{"type":"string","format":"bridge-pair-list"}
{"type":"string","properties":38}
{"type":"string","enum":["rootfs","mp0","mp1","mp2","mp3","mp4","mp5","mp6","mp7","mp8","mp9","mp10","mp11","mp12","mp13","mp14","mp15","mp16","mp17","mp18","mp19","mp20","mp21","mp22","mp23","mp24","mp25","mp26","mp27","mp28","mp29","mp30","mp31","mp32","mp33","mp34","mp35","mp36","mp37","mp38","mp39","mp40","mp41","mp42","mp43","mp44","mp45","mp46","mp47","mp48","mp49","mp50","mp51","mp52","mp53","mp54","mp55","mp56","mp57","mp58","mp59","mp60","mp61","mp62","mp63","mp64","mp65","mp66","mp67","mp68","mp69","mp70","mp71","mp72","mp73","mp74","mp75","mp76","mp77","mp78","mp79","mp80","mp81","mp82","mp83","mp84","mp85","mp86","mp87","mp88","mp89","mp90","mp91","mp92","mp93","mp94","mp95","mp96","mp97","mp98","mp99","mp100","mp101","mp102","mp103","mp104","mp105","mp106","mp107","mp108","mp109","mp110","mp111","mp112","mp113","mp114","mp115","mp116","mp117","mp118","mp119","mp120","mp121","mp122","mp123","mp124","mp125","mp126","mp127","mp128","mp129","mp130","mp131","mp132","mp133","mp134","mp135","mp136","mp137","mp138","mp139","mp140","mp141","mp142","mp143","mp144","mp145","mp146","mp147","mp148","mp149","mp150","mp151","mp152","mp153","mp154","mp155","mp156","mp157","mp158","mp159","mp160","mp161","mp162","mp163","mp164","mp165","mp166","mp167","mp168","mp169","mp170","mp171","mp172","mp173","mp174","mp175","mp176","mp177","mp178","mp179","mp180","mp181","mp182","mp183","mp184","mp185","mp186","mp187","mp188","mp189","mp190","mp191","mp192","mp193","mp194","mp195","mp196","mp197","mp198","mp199","mp200","mp201","mp202","mp203","mp204","mp205","mp206","mp207","mp208","mp209","mp210","mp211","mp212","mp213","mp214","mp215","mp216","mp217","mp218","mp219","mp220","mp221","mp222","mp223","mp224","mp225","mp226","mp227","mp228","mp229","mp230","mp231","mp232","mp233","mp234","mp235","mp236","mp237","mp238","mp239","mp240","mp241","mp242","mp243","mp244","mp245","mp246","mp247","mp248","mp249","mp250","mp251","mp252","mp253","mp254","mp255"]}
{"type":"string","pattern":"\\\\+?\\\\d+(\\\\.\\\\d+)?[KMGT]?"}
{"type":"string","enum":["AVERAGE","MAX"]}
{"type":"string","enum":["hour","day","week","month","year"]}
{"type":"integer","minimum":16,"maximum":2160}
{"type":"integer","minimum":16,"maximum":4096}
{"type":"integer","minimum":5900,"maximum":5999}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","OVSBridge","OVSBond","OVSPort","OVSIntPort","any_bridge"]}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","OVSBridge","OVSBond","OVSPort","OVSIntPort","vnet","any_bridge","any_local_bridge"]}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","fabric","OVSBridge","OVSBond","OVSPort","OVSIntPort","vnet","any_bridge","any_local_bridge","include_sdn"]}
{"type":"string","requires":"netmask","format":"ipv4"}
{"type":"string","requires":"netmask6","format":"ipv6"}
{"type":"string","enum":["balance-rr","active-backup","balance-xor","broadcast","802.3ad","balance-tlb","balance-alb","balance-slb","lacp-balance-slb","lacp-balance-tcp"]}
{"type":"string","enum":["layer2","layer2+3","layer3+4"]}
{"type":"string","format":"CIDRv4"}
{"type":"string","format":"CIDRv6"}
{"type":"integer","minimum":1280,"maximum":65520}
{"type":"string","requires":"address","format":"ipv4mask"}
{"type":"integer","minimum":0,"maximum":128,"requires":"address6"}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","OVSBridge","OVSBond","OVSPort","OVSIntPort","unknown"]}
{"type":"string","format":"pve-vlan-id-or-range-list"}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","OVSBridge","OVSBond","OVSPort","OVSIntPort","vnet","unknown"]}
{"type":"string","enum":["bridge","bond","eth","alias","vlan","fabric","OVSBridge","OVSBond","OVSPort","OVSIntPort","vnet","unknown"]}
{"type":"string","format":"pve-cpuset"}
{"type":"string","enum":["virtio","isa"]}
{"type":"string","properties":39}
{"type":"string","enum":["ich9-intel-hda","intel-hda","AC97"]}
{"type":"string","enum":["spice","none"]}
{"type":"string","properties":40}
{"type":"string","enum":["seabios","ovmf"]}
{"type":"string","properties":41}
{"type":"string","pattern":"(ide|sata|scsi|virtio)\\\\d+","format":"pve-qm-bootdisk"}
{"type":"string","format":"pve-qm-ide"}
{"type":"string","properties":42}
{"type":"string","enum":["configdrive2","nocloud","opennebula"]}
{"type":"string","properties":43}
{"type":"number","minimum":0,"maximum":128}
{"type":"integer","minimum":1,"maximum":262144}
{"type":"string","enum":["2m","4m"]}
{"type":"string","format":"pve-volume-id-or-qm-path"}
{"type":"string","enum":["raw","cow","qcow","qed","qcow2","vmdk","cloop"]}
{"type":"string","format":"pve-volume-id-or-absolute-path"}
{"type":"string","properties":44}
{"type":"boolean","requires":"archive"}
{"type":"string","enum":["vfio","keep"]}
{"type":"string","properties":45}
{"type":"string","format":"pve-hotplug-features"}
{"type":"string","enum":["any","2","1024"]}
{"type":"string","enum":["native","threads","io_uring"]}
{"type":"string","enum":["none","writethrough","writeback","unsafe","directsync"]}
{"type":"string","enum":["ignore","on"]}
{"type":"string","enum":["cdrom","disk"]}
{"type":"string","maxLength":120,"format":"urlencoded"}
{"type":"string","enum":["ignore","report","stop"]}
{"type":"string","maxLength":60,"format":"urlencoded"}
{"type":"string","enum":["none","lba","auto"]}
{"type":"string","enum":["enospc","ignore","report","stop"]}
{"type":"string","pattern":"(?:^(0x)[0-9a-fA-F]{16})"}
{"type":"string","properties":46}
{"type":"string","properties":47}
{"type":"string","pattern":"[a-zA-Z0-9\\\\-]+"}
{"type":"string","properties":48}
{"type":"string","enum":["backup","clone","create","migrate","rollback","snapshot","snapshot-delete","suspending","suspended"]}
{"type":"string","maxLength":40,"pattern":"(pc|pc(-i440fx)?-\\\\d+(\\\\.\\\\d+)+(\\\\+pve\\\\d+)?(\\\\.pxe)?|q35|pc-q35-\\\\d+(\\\\.\\\\d+)+(\\\\+pve\\\\d+)?(\\\\.pxe)?|virt(?:-\\\\d+(\\\\.\\\\d+)+)?(\\\\+pve\\\\d+)?)"}
{"type":"string","format":"address-list"}
{"type":"string","format":"pve-bridge-id"}
{"type":"string","enum":["e1000","e1000-82540em","e1000-82544gc","e1000-82545em","e1000e","i82551","i82557b","i82559er","ne2k_isa","ne2k_pci","pcnet","rtl8139","virtio","vmxnet3"]}
{"type":"integer","minimum":1,"maximum":65520}
{"type":"integer","minimum":0,"maximum":64}
{"type":"string","pattern":"(?:\\\\d+(?:-\\\\d+)?(?:;\\\\d+(?:-\\\\d+)?)*)"}
{"type":"string","properties":49}
{"type":"string","enum":["preferred","bind","interleave"]}
{"type":"string","properties":50}
{"type":"string","enum":["other","wxp","w2k","w2k3","w2k8","wvista","win7","win8","win10","win11","l24","l26","solaris"]}
{"type":"string","pattern":"/dev/parport\\\\d+|/dev/usb/lp\\\\d+"}
{"type":"string","enum":["/dev/urandom","/dev/random","/dev/hwrng"]}
{"type":"string","properties":51}
{"type":"string","properties":52}
{"type":"string","properties":53}
{"type":"string","enum":["lsi","lsi53c810","virtio-scsi-pci","virtio-scsi-single","megasas","pvscsi"]}
{"type":"string","pattern":"(/dev/.+|socket)"}
{"type":"integer","minimum":0,"maximum":50000}
{"type":"string","maxLength":512,"properties":54}
{"type":"string","enum":["off","all","filter"]}
{"type":"string","properties":55}
{"type":"string","format":"urlencoded"}
{"type":"string","pattern":"(now|\\\\d{4}-\\\\d{1,2}-\\\\d{1,2}(T\\\\d{1,2}:\\\\d{1,2}:\\\\d{1,2})?)"}
{"type":"string","enum":["v1.2","v2.0"]}
{"type":"string","properties":56}
{"type":"string","properties":57}
{"type":"string","format":"pve-qm-usb-device"}
{"type":"string","properties":58}
{"type":"integer","minimum":4,"maximum":512}
{"type":"string","enum":["cirrus","qxl","qxl2","qxl3","qxl4","none","serial0","serial1","serial2","serial3","std","virtio","virtio-gl","vmware"]}
{"type":"string","properties":59}
{"type":"string","properties":60}
{"type":"string","pattern":"(?:[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}|[01])"}
{"type":"string","enum":["i6300esb","ib700"]}
{"type":"string","enum":["reset","shutdown","poweroff","pause","debug","none"]}
{"type":"string","properties":61}
{"type":"string","enum":["std","es","snp"]}
{"type":"string","properties":62}
{"type":"string","enum":["raw","qcow","qed","qcow2","vmdk","cloop"]}
{"type":"string","properties":63}
{"type":"string","properties":64}
{"type":"string","enum":["intel","virtio"]}
{"type":"string","properties":65}
{"type":"string","properties":66}
{"type":"string","properties":67}
{"type":"string","pattern":"[A-Za-z0-9\\\\-_\\\\s]{,16}"}
{"type":"string","pattern":"[A-Za-z0-9\\\\-_\\\\s]{,8}"}
{"type":"string","properties":68}
{"type":"string","pattern":"(?:(?:(?:(?:(0x)?([0-9A-Fa-f]{4}):(0x)?([0-9A-Fa-f]{4})))|(?:(?:(\\\\d+)\\\\-(\\\\d+(\\\\.\\\\d+)*)))|[Ss][Pp][Ii][Cc][Ee]))"}
{"type":"string","properties":69}
{"type":"string","enum":["vnc"]}
{"type":"string","properties":70}
{"type":"string","properties":71}
{"type":"string","enum":["auto","always","metadata","never"]}
{"type":"string","properties":72}
{"type":"string","properties":73}
{"type":"string","enum":["2011","2023","2023w","2023k"]}
{"type":"string","properties":74}
{"type":"string","properties":75}
{"type":"string","enum":["tdx"]}
{"type":"string","properties":76}
{"type":"number","minimum":32,"maximum":64}
{"type":"string","properties":77}
{"type":"string","properties":78}
{"type":"string","properties":79}
{"type":"string","properties":80}
{"type":"string","pattern":"(/dev/[^,]+|socket)"}
{"type":"string","enum":["raw","qcow2","vmdk"]}
{"type":"string","properties":81}
{"type":"string","properties":82}
{"type":"string","enum":["fsfreeze-freeze","fsfreeze-status","fsfreeze-thaw","fstrim","get-fsinfo","get-host-name","get-memory-block-info","get-memory-blocks","get-osinfo","get-time","get-timezone","get-users","get-vcpus","info","network-get-interfaces","ping","shutdown","suspend-disk","suspend-hybrid","suspend-ram"]}
{"type":"array","items":{"format":"string"}}
{"type":"integer","minimum":1,"maximum":16777216}
{"type":"string","maxLength":61440}
{"type":"string","minLength":5,"maxLength":1024}
{"type":"string","enum":["user","network","meta"]}
{"type":"integer","minimum":1,"maximum":30}
{"type":"boolean","requires":"delete"}
{"type":"string","enum":["start","stop"]}
{"type":"string","enum":["ide0","ide1","ide2","ide3","scsi0","scsi1","scsi2","scsi3","scsi4","scsi5","scsi6","scsi7","scsi8","scsi9","scsi10","scsi11","scsi12","scsi13","scsi14","scsi15","scsi16","scsi17","scsi18","scsi19","scsi20","scsi21","scsi22","scsi23","scsi24","scsi25","scsi26","scsi27","scsi28","scsi29","scsi30","virtio0","virtio1","virtio2","virtio3","virtio4","virtio5","virtio6","virtio7","virtio8","virtio9","virtio10","virtio11","virtio12","virtio13","virtio14","virtio15","sata0","sata1","sata2","sata3","sata4","sata5","efidisk0","tpmstate0","unused0","unused1","unused2","unused3","unused4","unused5","unused6","unused7","unused8","unused9","unused10","unused11","unused12","unused13","unused14","unused15","unused16","unused17","unused18","unused19","unused20","unused21","unused22","unused23","unused24","unused25","unused26","unused27","unused28","unused29","unused30","unused31","unused32","unused33","unused34","unused35","unused36","unused37","unused38","unused39","unused40","unused41","unused42","unused43","unused44","unused45","unused46","unused47","unused48","unused49","unused50","unused51","unused52","unused53","unused54","unused55","unused56","unused57","unused58","unused59","unused60","unused61","unused62","unused63","unused64","unused65","unused66","unused67","unused68","unused69","unused70","unused71","unused72","unused73","unused74","unused75","unused76","unused77","unused78","unused79","unused80","unused81","unused82","unused83","unused84","unused85","unused86","unused87","unused88","unused89","unused90","unused91","unused92","unused93","unused94","unused95","unused96","unused97","unused98","unused99","unused100","unused101","unused102","unused103","unused104","unused105","unused106","unused107","unused108","unused109","unused110","unused111","unused112","unused113","unused114","unused115","unused116","unused117","unused118","unused119","unused120","unused121","unused122","unused123","unused124","unused125","unused126","unused127","unused128","unused129","unused130","unused131","unused132","unused133","unused134","unused135","unused136","unused137","unused138","unused139","unused140","unused141","unused142","unused143","unused144","unused145","unused146","unused147","unused148","unused149","unused150","unused151","unused152","unused153","unused154","unused155","unused156","unused157","unused158","unused159","unused160","unused161","unused162","unused163","unused164","unused165","unused166","unused167","unused168","unused169","unused170","unused171","unused172","unused173","unused174","unused175","unused176","unused177","unused178","unused179","unused180","unused181","unused182","unused183","unused184","unused185","unused186","unused187","unused188","unused189","unused190","unused191","unused192","unused193","unused194","unused195","unused196","unused197","unused198","unused199","unused200","unused201","unused202","unused203","unused204","unused205","unused206","unused207","unused208","unused209","unused210","unused211","unused212","unused213","unused214","unused215","unused216","unused217","unused218","unused219","unused220","unused221","unused222","unused223","unused224","unused225","unused226","unused227","unused228","unused229","unused230","unused231","unused232","unused233","unused234","unused235","unused236","unused237","unused238","unused239","unused240","unused241","unused242","unused243","unused244","unused245","unused246","unused247","unused248","unused249","unused250","unused251","unused252","unused253","unused254","unused255"]}
{"type":"string","enum":["ide0","ide1","ide2","ide3","scsi0","scsi1","scsi2","scsi3","scsi4","scsi5","scsi6","scsi7","scsi8","scsi9","scsi10","scsi11","scsi12","scsi13","scsi14","scsi15","scsi16","scsi17","scsi18","scsi19","scsi20","scsi21","scsi22","scsi23","scsi24","scsi25","scsi26","scsi27","scsi28","scsi29","scsi30","virtio0","virtio1","virtio2","virtio3","virtio4","virtio5","virtio6","virtio7","virtio8","virtio9","virtio10","virtio11","virtio12","virtio13","virtio14","virtio15","sata0","sata1","sata2","sata3","sata4","sata5","efidisk0","tpmstate0"]}
{"type":"string","pattern":"net\\\\d+=\\\\d+(,net\\\\d+=\\\\d+)*"}
{"type":"string","requires":"todisk","format":"pve-storage-id"}
{"type":"string","enum":["serial0","serial1","serial2","serial3"]}
{"type":"string","pattern":"^(?:(?:[a-zA-Z\\\\d]|[a-zA-Z\\\\d][a-zA-Z\\\\d-]*[a-zA-Z\\\\d])(?:\\\\.(?:[a-zA-Z\\\\d]|[a-zA-Z\\\\d][a-zA-Z\\\\d-]*[a-zA-Z\\\\d]))*(?::\\\\d+)?/)?[a-z\\\\d]+(?:(?:[._]|__|[-]*)[a-z\\\\d]+)*(?:/[a-z\\\\d]+(?:(?:[._]|__|[-]*)[a-z\\\\d]+)*)*\$"}
{"type":"string","pattern":"https?://.*"}
{"type":"string","enum":["hour","day","week","month","year","decade"]}
{"type":"string","format":"pve-storage-server"}
{"type":"string","format":"pve-storage-portal-dns"}
{"type":"string","maxLength":100,"pattern":"[a-zA-Z0-9\\\\.\\\\+\\\\_][a-zA-Z0-9\\\\.\\\\+\\\\_\\\\-]+"}
{"type":"string","enum":["chrony","corosync","cron","ksmtuned","postfix","pve-cluster","pve-firewall","pve-ha-crm","pve-ha-lrm","pvedaemon","pvefw-logger","pveproxy","pvescheduler","pvestatd","spiceproxy","sshd","syslog","systemd-journald","systemd-timesyncd"]}
{"type":"string","enum":["chrony","corosync","cron","ksmtuned","lxcfs","postfix","proxmox-firewall","pve-cluster","pve-firewall","pve-ha-crm","pve-ha-lrm","pve-lxc-syscalld","pvedaemon","pvefw-logger","pveproxy","pvescheduler","pvestatd","qmeventd","spiceproxy","sshd","syslog","systemd-journald","systemd-timesyncd"]}
{"type":"string","enum":["ceph_install","upgrade","login"]}
{"type":"string","requires":"cmd"}
{"type":"string","enum":["ceph_install","login","upgrade"]}
{"type":"string","enum":["reboot","shutdown"]}
{"type":"integer","minimum":0,"maximum":7200}
{"type":"string","format":"pve-storage-content-list"}
{"type":"string","format":"pve-storage-content"}
{"type":"string","enum":["raw","qcow2","subvol"],"requires":"size"}
{"type":"string","pattern":"\\\\d+[MG]?"}
{"type":"string","enum":["raw","qcow2","subvol","vmdk"],"requires":"size"}
{"type":"string","requires":"checksum-algorithm"}
{"type":"string","enum":["md5","sha1","sha224","sha256","sha384","sha512"],"requires":"checksum"}
{"type":"string","enum":["iso","vztmpl"],"format":"pve-storage-content"}
{"type":"string","enum":["iso","vztmpl","import"],"format":"pve-storage-content"}
{"type":"string","minLength":1,"maxLength":255}
{"type":"string","pattern":"^(?:(?:[a-zA-Z\\\\d]|[a-zA-Z\\\\d][a-zA-Z\\\\d-]*[a-zA-Z\\\\d])(?:\\\\.(?:[a-zA-Z\\\\d]|[a-zA-Z\\\\d][a-zA-Z\\\\d-]*[a-zA-Z\\\\d]))*(?::\\\\d+)?/)?[a-z\\\\d]+(?:(?:[._]|__|[-]*)[a-z\\\\d]+)*(?:/[a-z\\\\d]+(?:(?:[._]|__|[-]*)[a-z\\\\d]+)*)*:\\\\w[\\\\w.-]{0,127}\$"}
{"type":"string","enum":["qemu","lxc"]}
{"type":"string","pattern":"/var/tmp/pveupload-[0-9a-f]+"}
{"type":"string","maxLength":32,"pattern":"pve([1248])([cbsp])-[0-9a-f]{10}"}
{"type":"string","maxLength":32,"pattern":"\\\\s*pve([1248])([cbsp])-[0-9a-f]{10}\\\\s*"}
{"type":"string","maxLength":32,"pattern":"\\\\s*pve([1248])([cbsp])-(arm-)?[0-9a-f]{10}\\\\s*"}
{"type":"string","pattern":"^\\\\d{4}-\\\\d{2}-\\\\d{2}( \\\\d{2}:\\\\d{2}(:\\\\d{2})?)?\$"}
{"type":"string","enum":["archive","active","all"]}
{"type":"string","format":"pve-task-status-type-list"}
{"type":"string","enum":["qemu","lxc","storage"],"requires":"poolid"}
{"type":"string","enum":["qemu","lxc","storage"]}
{"type":"string","enum":["btrfs","cephfs","cifs","dir","glusterfs","iscsi","iscsidirect","lvm","lvmthin","nfs","pbs","rbd","zfs","zfspool"]}
{"type":"string","enum":["btrfs","cephfs","cifs","dir","esxi","glusterfs","iscsi","iscsidirect","lvm","lvmthin","nfs","pbs","rbd","zfs","zfspool"]}
{"type":"string","enum":["btrfs","cephfs","cifs","dir","esxi","iscsi","iscsidirect","lvm","lvmthin","nfs","pbs","rbd","zfs","zfspool"]}
{"type":"string","format":"pve-dir-override-list"}
{"type":"string","format":"pve-storage-path"}
{"type":"string","format":"pve-storage-format"}
{"type":"integer","minimum":-1}
{"type":"string","format":"pve-storage-portal-dns-list"}
{"type":"string","format":"pve-storage-options"}
{"type":"string","enum":["off","metadata","falloc","full"]}
{"type":"string","requires":"server","format":"pve-storage-server"}
{"type":"string","enum":["default","2.0","2.1","3","3.0","3.11"]}
{"type":"string","format":"pve-storage-vgname"}
{"type":"string","enum":["tcp","rdma","unix"]}
{"type":"string","enum":["raw","qcow2","subvol","vmdk"]}
{"type":"string","format":"pve-storage-zfs-blocksize"}
{"type":"integer","enum":["1","2","4","8","16","32"]}`;

export const formats = `RealmSyncDefaults	enable-new:0 full:0 purge:0 remove-vanished:2 scope:19
RealmTfa	digits:23 id:2 key:2 step:23 type!:22 url:2
BackupPerformance	max-workers:23 pbs-entries-max:23
PruneBackups	keep-all:0 keep-daily:23 keep-hourly:23 keep-last:23 keep-monthly:23 keep-weekly:23 keep-yearly:23
BackupFleecing	enabled:0 storage:2
CorosyncLink	address!:98 priority:99
FirewallLogRateLimit	burst:47 enable!:0 rate:118
DirMapping	node!:75 path!:137
PciMapping	description:8 id!:139 iommugroup:23 node!:75 path!:140 subsystem-id:139
UsbMapping	description:8 id!:139 node!:75 path:142
BandwidthLimits	clone:163 default:163 migration:163 move:163 restore:163
DatacenterResourceScheduling	ha-rebalance-on-start:0 ha:166
DatacenterHa	shutdown_policy!:170
MigrationNetwork	network:176 type!:177
DatacenterNextId	lower:23 upper:23
DatacenterNotify	package-updates!:180
DatacenterTagStyle	case-sensitive:0 color-map:183 ordering:184 shape:185
DatacenterU2f	appid:2 origin:2
DatacenterUserTagAccess	user-allow-list:189 user-allow:188
DatacenterWebauthn	allow-subdomains:0 id:2 origin:2 rp:2
DatacenterNotify	fencing:193 package-updates:180 replication:193 target-fencing:2 target-package-updates:2 target-replication:2
DatacenterResourceScheduling	ha-auto-rebalance-hold-duration:196 ha-auto-rebalance-margin:197 ha-auto-rebalance-method:198 ha-auto-rebalance-threshold:197 ha-auto-rebalance:0 ha-rebalance-on-start:0 ha:195
CephPoolErasureCoding	device-class:2 failure-domain:2 k!:271 m!:73 profile:2
NodeAcme	account:56 domains:286
NodeAcmeDomain	alias:288 domain!:289 plugin:56
NodeWakeonlan	bind-interface:293 broadcast-address:232 mac!:242
ZfsDraidConfig	data!:73 spares!:47
LxcFeatures	force_rw_sys:0 fuse:0 keyctl:0 mknod:0 mount:320 nesting:0
LxcMountPoint	acl:0 backup:0 mountoptions:326 mp!:327 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
LxcNet	bridge:331 firewall:0 gw6:233 gw:232 hwaddr:242 ip6:333 ip:332 link_down:0 mtu:334 name!:331 rate:277 tag:335 trunks:336 type:337
LxcRootfs	acl:0 mountoptions:326 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
LxcUnused	volume!:322
LxcDevice	deny-write:0 gid:47 mode:350 path:351 uid:47
LxcMountPoint	acl:0 backup:0 mountoptions:353 mp!:327 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
LxcRootfs	acl:0 mountoptions:353 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
LxcMountPoint	acl:0 backup:0 idmap:358 keepattrs:0 mountoptions:353 mp!:327 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
LxcNet	bridge:331 firewall:0 gw6:233 gw:232 host-managed:0 hwaddr:242 ip6:333 ip:332 link_down:0 mtu:334 name!:331 rate:277 tag:335 trunks:336 type:337
LxcRootfs	acl:0 idmap:358 mountoptions:353 quota:0 replicate:0 ro:0 shared:0 size:328 volume!:327
RemoteEndpoint	apitoken!:2 fingerprint:2 host!:2 port:23
QemuAgent	enabled!:0 freeze-fs-on-backup:0 fstrim_cloned_disks:0 type:393
QemuAudio	device!:395 driver:396
QemuBoot	legacy:2 order:2
QemuCloudInitCustom	meta:2 network:2 user:2 vendor:2
QemuCpu	cputype:2 flags:2 guest-phys-bits:23 hidden:0 hv-vendor-id:2 level:23 phys-bits:2 reported-model:2
QemuEfiDisk	efitype:407 file!:408 format:409 import-from:410 pre-enrolled-keys:0 size:328
QemuHostPci	device-id:2 driver:413 host:2 legacy-igd:0 mapping:2 mdev:2 pcie:0 rombar:0 romfile:2 sub-device-id:2 sub-vendor-id:2 vendor-id:2 x-vga:0
QemuIde	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:409 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 model:421 replicate:0 rerror:422 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 werror:425 wwn:426
QemuIpConfig	gw6:2 gw:2 ip6:2 ip:2
QemuIvshmem	name:429 size!:73
QemuNet	bridge:434 firewall:0 link_down:0 macaddr:242 model!:435 mtu:436 queues:437 rate:163 tag:335 trunks:438
QemuNuma	cpus!:438 hostnodes:438 memory:277 policy:440
QemuRng	max_bytes:23 period:23 source!:444
QemuSata	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:409 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 werror:425 wwn:426
QemuScsi	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:409 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 queues:271 replicate:0 rerror:422 ro:0 scsiblock:0 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 werror:425 wwn:426
QemuSmbios	base64:0 family:2 manufacturer:2 product:2 serial:2 sku:2 uuid:2 version:2
QemuSpiceEnhancements	foldersharing:0 videostreaming:452
QemuTpmState	file!:408 import-from:410 size:328 version:456
QemuUnused	file!:322
QemuUsb	host!:459 usb3:0
QemuVga	memory:461 type:462
QemuVirtio	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:409 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 ro:0 secs:23 serial:423 shared:0 size:328 snapshot:0 trans:424 werror:425
QemuWatchdog	action:467 model:466
QemuAmdSev	allow-smt:0 kernel-hashes:0 no-debug:0 no-key-sharing:0 type!:469
QemuEfiDisk	efitype:407 file!:408 format:471 import-from:410 pre-enrolled-keys:0 size:328
QemuIde	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:471 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 model:421 replicate:0 rerror:422 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 werror:425 wwn:426
QemuMachine	enable-s3:0 enable-s4:0 type:432 viommu:474
QemuMemory	current!:325
QemuSata	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:471 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 werror:425 wwn:426
QemuScsi	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:471 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 product:478 queues:271 replicate:0 rerror:422 ro:0 scsiblock:0 secs:23 serial:423 shared:0 size:328 snapshot:0 ssd:0 trans:424 vendor:479 werror:425 wwn:426
QemuUsb	host:481 mapping:56 usb3:0
QemuVga	clipboard:483 memory:461 type:462
QemuVirtio	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 cyls:23 detect_zeroes:0 discard:419 file!:408 format:471 heads:23 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 ro:0 secs:23 serial:423 shared:0 size:328 snapshot:0 trans:424 werror:425
QemuVirtiofs	cache:486 direct-io:0 dirid!:56 expose-acl:0 expose-xattr:0
QemuAgent	enabled!:0 freeze-fs:0 fstrim_cloned_disks:0 type:393
QemuEfiDisk	efitype:407 file!:408 format:471 import-from:410 ms-cert:489 pre-enrolled-keys:0 size:328
QemuIde	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 detect_zeroes:0 discard:419 file!:408 format:471 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 model:421 replicate:0 rerror:422 serial:423 shared:0 size:328 snapshot:0 ssd:0 werror:425 wwn:426
QemuIntelTdx	attestation:0 type!:492 vsock-cid:23 vsock-port:23
QemuMachine	aw-bits:494 enable-s3:0 enable-s4:0 type:432 viommu:474
QemuNet	bridge:434 firewall:0 host-tunnel:0 link_down:0 macaddr:242 model!:435 mtu:436 queues:437 rate:163 tag:335 trunks:438
QemuSata	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 detect_zeroes:0 discard:419 file!:408 format:471 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 serial:423 shared:0 size:328 snapshot:0 ssd:0 werror:425 wwn:426
QemuScsi	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 detect_zeroes:0 discard:419 file!:408 format:471 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 product:478 queues:271 replicate:0 rerror:422 ro:0 scsiblock:0 serial:423 shared:0 size:328 snapshot:0 ssd:0 vendor:479 werror:425 wwn:426
QemuTpmState	file!:408 format:500 import-from:410 size:328 version:456
QemuVirtio	aio:417 backup:0 bps:23 bps_max_length:73 bps_rd:23 bps_rd_max_length:73 bps_wr:23 bps_wr_max_length:73 cache:418 detect_zeroes:0 discard:419 file!:408 format:471 import-from:410 iops:23 iops_max:23 iops_max_length:73 iops_rd:23 iops_rd_max:23 iops_rd_max_length:73 iops_wr:23 iops_wr_max:23 iops_wr_max_length:73 iothread:0 mbps:277 mbps_max:277 mbps_rd:277 mbps_rd_max:277 mbps_wr:277 mbps_wr_max:277 media:420 replicate:0 rerror:422 ro:0 serial:423 shared:0 size:328 snapshot:0 werror:425`;

export const rows = `GET /access
GET /access/acl
PUT /access/acl		delete:0 groups:1 path!:2 propagate:0 roles!:3 tokens:4 users:5
GET /access/domains
POST /access/domains		acr-values:2:-7.4 acr-values:27:8.4- audiences:27:9.2- autocreate:0 base_dn:6:-7.4 base_dn:7:8.4- bind_dn:6:-7.4 bind_dn:7:8.4- capath:2 case-sensitive:0 cert:2 certkey:2 check-connection:0:8.4- client-id:7 client-key:7 comment:8 default:0 domain:9 filter:10 group_classes:11 group_dn:6:-7.4 group_dn:7:8.4- group_filter:10 group_name_attr:12 groups-autocreate:0:8.4- groups-claim:28:8.4- groups-overwrite:0:8.4- issuer-url:7 mode:13 password:2 port:14 prompt:15 query-userinfo:0:8.4- realm!:16 scopes:2 secure:0 server1:17 server2:17 sslversion:18 sync-defaults-options:20 sync_attributes:21 tfa:24 type!:25 user_attr:26 user_classes:11 username-claim:2 verify:0
DELETE /access/domains/{realm}		realm!:16
GET /access/domains/{realm}		realm!:16
PUT /access/domains/{realm}		acr-values:2:-7.4 acr-values:27:8.4- audiences:27:9.2- autocreate:0 base_dn:6:-7.4 base_dn:7:8.4- bind_dn:6:-7.4 bind_dn:7:8.4- capath:2 case-sensitive:0 cert:2 certkey:2 check-connection:0:8.4- client-id:7 client-key:7 comment:8 default:0 delete:29 digest:30:-7.4 digest:31:8.4- domain:9 filter:10 group_classes:11 group_dn:6:-7.4 group_dn:7:8.4- group_filter:10 group_name_attr:12 groups-autocreate:0:8.4- groups-claim:28:8.4- groups-overwrite:0:8.4- issuer-url:7 mode:13 password:2 port:14 prompt:15 query-userinfo:0:8.4- realm!:16 scopes:2 secure:0 server1:17 server2:17 sslversion:18 sync-defaults-options:20 sync_attributes:21 tfa:24 user_attr:26 user_classes:11 verify:0
POST /access/domains/{realm}/sync		dry-run:0 enable-new:0 full:0 purge:0 realm!:16 remove-vanished:32 scope:19
GET /access/groups
POST /access/groups		comment:2 groupid!:33
DELETE /access/groups/{groupid}		groupid!:33
GET /access/groups/{groupid}		groupid!:33
PUT /access/groups/{groupid}		comment:2 groupid!:33
GET /access/openid
POST /access/openid/auth-url		realm!:16 redirect-url!:34
POST /access/openid/login		code!:8 redirect-url!:34 state!:35
PUT /access/password		confirmation-password:36:8.4- password!:36:-7.4 password!:38:8.4- userid!:37
GET /access/permissions		path:2 userid:39
GET /access/roles
POST /access/roles		privs:40 roleid!:41
DELETE /access/roles/{roleid}		roleid!:41
GET /access/roles/{roleid}		roleid!:41
PUT /access/roles/{roleid}		append:42 privs:40 roleid!:41
GET /access/tfa
POST /access/tfa	-7.4	response!:2
GET /access/tfa/{userid}		userid!:37
POST /access/tfa/{userid}		challenge:2 description:34 password:36 totp:2 type!:43 userid!:37 value:2
DELETE /access/tfa/{userid}/{id}		id!:2 password:36 userid!:37
GET /access/tfa/{userid}/{id}		id!:2 userid!:37
PUT /access/tfa/{userid}/{id}		description:34 enable:0 id!:2 password:36 userid!:37
GET /access/ticket
POST /access/ticket		new-format:0 otp:2 password!:2 path:44 privs:45 realm:16 tfa-challenge:2 username!:31
GET /access/users		enabled:0 full:0
POST /access/users		comment:2:-7.4 comment:10:8.4- email:46:-7.4 email:48:8.4- enable:0 expire:47 firstname:2:-7.4 firstname:35:8.4- groups:1 keys:2:-7.4 keys:49:8.4- lastname:2:-7.4 lastname:35:8.4- password:36:-7.4 password:38:8.4- userid!:37
DELETE /access/users/{userid}		userid!:37
GET /access/users/{userid}		userid!:37
PUT /access/users/{userid}		append:50 comment:2:-7.4 comment:10:8.4- email:46:-7.4 email:48:8.4- enable:0 expire:47 firstname:2:-7.4 firstname:35:8.4- groups:1 keys:2:-7.4 keys:49:8.4- lastname:2:-7.4 lastname:35:8.4- userid!:37
GET /access/users/{userid}/tfa		multiple:0 userid!:37
GET /access/users/{userid}/token		userid!:37
DELETE /access/users/{userid}/token/{tokenid}		tokenid!:51 userid!:37
GET /access/users/{userid}/token/{tokenid}		tokenid!:51 userid!:37
POST /access/users/{userid}/token/{tokenid}		comment:2 expire:47 privsep:0 tokenid!:51 userid!:37
PUT /access/users/{userid}/token/{tokenid}		comment:2 delete:52:9.2- expire:47 privsep:0 regenerate:0:9.2- tokenid!:51 userid!:37
PUT /access/users/{userid}/unlock-tfa	8.4-	userid!:37
POST /access/vncticket	9.2-	authid!:31 path!:31 port:23 privs!:53 vncticket!:2
GET /cluster
GET /cluster/acme
GET /cluster/acme/account
POST /cluster/acme/account		contact!:54 directory:55 eab-hmac-key:57:8.4- eab-kid:58:8.4- name:56 tos_url:2
DELETE /cluster/acme/account/{name}		name!:56
GET /cluster/acme/account/{name}		name!:56
PUT /cluster/acme/account/{name}		contact:54 name!:56
GET /cluster/acme/challenge-schema
GET /cluster/acme/directories
GET /cluster/acme/meta	8.4-	directory:55
GET /cluster/acme/plugins		type:59
POST /cluster/acme/plugins		api:60:-7.4 api:63:8.4-8.4 api:64:9.2- data:2 disable:0 id!:56 nodes:61 type!:59 validation-delay:62
DELETE /cluster/acme/plugins/{id}		id!:56
GET /cluster/acme/plugins/{id}		id!:56
PUT /cluster/acme/plugins/{id}		api:60:-7.4 api:63:8.4-8.4 api:64:9.2- data:2 delete:29 digest:30:-7.4 digest:31:8.4- disable:0 id!:56 nodes:61 validation-delay:62
GET /cluster/acme/tos		directory:55
GET /cluster/backup
POST /cluster/backup		all:0 bwlimit:47 comment:65 compress:66 dow:67 dumpdir:2 enabled:0 exclude:68 exclude-path:69:-7.4 exclude-path:83:8.4- fleecing:84:8.4- id:56 ionice:70 lockwait:47 mailnotification:71 mailto:72 maxfiles:73:-8.4 mode:74 node:75 notes-template:76 notification-mode:85:8.4- notification-policy:86:8.4-8.4 notification-target:56:8.4-8.4 pbs-change-detection-mode:87:8.4- performance:77 pigz:23 pool:2 protected:78 prune-backups:79 quiet:0 remove:0 repeat-missed:0 schedule:80 script:2 starttime:81 stdexcludes:0 stop:0 stopwait:47 storage:82 tmpdir:2 vmid:68 zstd:23
GET /cluster/backup-info
GET /cluster/backup-info/not-backed-up
DELETE /cluster/backup/{id}		id!:88:-7.4 id!:89:8.4-
GET /cluster/backup/{id}		id!:88:-7.4 id!:89:8.4-
PUT /cluster/backup/{id}		all:0 bwlimit:47 comment:65 compress:66 delete:52 dow:67 dumpdir:2 enabled:0 exclude:68 exclude-path:69:-7.4 exclude-path:83:8.4- fleecing:84:8.4- id!:88:-7.4 id!:89:8.4- ionice:70 lockwait:47 mailnotification:71 mailto:72 maxfiles:73:-8.4 mode:74 node:75 notes-template:76 notification-mode:85:8.4- notification-policy:86:8.4-8.4 notification-target:56:8.4-8.4 pbs-change-detection-mode:87:8.4- performance:77 pigz:23 pool:2 protected:78 prune-backups:79 quiet:0 remove:0 repeat-missed:0 schedule:80 script:2 starttime:81 stdexcludes:0 stop:0 stopwait:47 storage:82 tmpdir:2 vmid:68 zstd:23
GET /cluster/backup/{id}/included_volumes		id!:88:-7.4 id!:89:8.4-
GET /cluster/bulk-action	9.2-
GET /cluster/bulk-action/guest	9.2-
POST /cluster/bulk-action/guest/migrate	9.2-	max-workers:90 maxworkers:90 online:0 target!:75 vms:91 with-local-disks:0
POST /cluster/bulk-action/guest/shutdown	9.2-	force-stop:0 max-workers:90 maxworkers:90 timeout:23 vms:91
POST /cluster/bulk-action/guest/start	9.2-	max-workers:90 maxworkers:90 timeout:23 vms:91
POST /cluster/bulk-action/guest/suspend	9.2-	max-workers:90 maxworkers:90 statestorage:92 to-disk:0 vms:91
GET /cluster/ceph
GET /cluster/ceph/flags
PUT /cluster/ceph/flags		nobackfill:0 nodeep-scrub:0 nodown:0 noin:0 noout:0 norebalance:0 norecover:0 noscrub:0 notieragent:0 noup:0 pause:0
GET /cluster/ceph/flags/{flag}		flag!:93
PUT /cluster/ceph/flags/{flag}		flag!:93 value!:0
GET /cluster/ceph/metadata		scope:94
POST /cluster/ceph/restart-bulk	9.2-	dry-run:0 force:0 only-outdated:0 service-type!:95 timeout:96
GET /cluster/ceph/status
GET /cluster/config
POST /cluster/config		clustername!:97 link[n]:100 nodeid:73 token-coefficient:47:9.2- votes:73
GET /cluster/config/apiversion
GET /cluster/config/join		node:75
POST /cluster/config/join		fingerprint!:101 force:0 hostname!:2 link[n]:100 nodeid:73 password!:102 votes:47
GET /cluster/config/nodes
DELETE /cluster/config/nodes/{node}		node!:75
POST /cluster/config/nodes/{node}		apiversion:23 force:0 link[n]:100 new_node_ip:103 node!:75 nodeid:73 votes:47
GET /cluster/config/qdevice
GET /cluster/config/totem
GET /cluster/firewall
GET /cluster/firewall/aliases
POST /cluster/firewall/aliases		cidr!:104 comment:2 name!:105
DELETE /cluster/firewall/aliases/{name}		digest:30:-7.4 digest:31:8.4- name!:105
GET /cluster/firewall/aliases/{name}		name!:105
PUT /cluster/firewall/aliases/{name}		cidr!:104 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 rename:105
GET /cluster/firewall/groups
POST /cluster/firewall/groups		comment:2 digest:30:-7.4 digest:31:8.4- group!:106 rename:106
DELETE /cluster/firewall/groups/{group}		group!:106
GET /cluster/firewall/groups/{group}		group!:106
POST /cluster/firewall/groups/{group}		action!:107 comment:2 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 group!:106 icmp-type:110 iface:111 log:112 macro:102 pos:47 proto:113 source:108 sport:114 type!:115:-7.4 type!:116:8.4-
DELETE /cluster/firewall/groups/{group}/{pos}		digest:30:-7.4 digest:31:8.4- group!:106 pos!:47
GET /cluster/firewall/groups/{group}/{pos}		group!:106 pos!:47
PUT /cluster/firewall/groups/{group}/{pos}		action:107 comment:2 delete:52 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 group!:106 icmp-type:110 iface:111 log:112 macro:102 moveto:47 pos!:47 proto:113 source:108 sport:114 type:115:-7.4 type:116:8.4-
GET /cluster/firewall/ipset
POST /cluster/firewall/ipset		comment:2 digest:30:-7.4 digest:31:8.4- name!:105 rename:105
DELETE /cluster/firewall/ipset/{name}		force:0 name!:105
GET /cluster/firewall/ipset/{name}		name!:105
POST /cluster/firewall/ipset/{name}		cidr!:117 comment:2 name!:105 nomatch:0
DELETE /cluster/firewall/ipset/{name}/{cidr}		cidr!:117 digest:30:-7.4 digest:31:8.4- name!:105
GET /cluster/firewall/ipset/{name}/{cidr}		cidr!:117 name!:105
PUT /cluster/firewall/ipset/{name}/{cidr}		cidr!:117 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 nomatch:0
GET /cluster/firewall/macros
GET /cluster/firewall/options
PUT /cluster/firewall/options		delete:52 digest:30:-7.4 digest:31:8.4- ebtables:0 enable:47 log_ratelimit:119 policy_forward:121:8.4- policy_in:120 policy_out:120
GET /cluster/firewall/refs		type:122
GET /cluster/firewall/rules
POST /cluster/firewall/rules		action!:107 comment:2 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 pos:47 proto:113 source:108 sport:114 type!:115:-7.4 type!:116:8.4-
DELETE /cluster/firewall/rules/{pos}		digest:30:-7.4 digest:31:8.4- pos!:47
GET /cluster/firewall/rules/{pos}		pos!:47
PUT /cluster/firewall/rules/{pos}		action:107 comment:2 delete:52 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 moveto:47 pos!:47 proto:113 source:108 sport:114 type:115:-7.4 type:116:8.4-
GET /cluster/ha
GET /cluster/ha/groups
POST /cluster/ha/groups		comment:8 group!:56 nodes!:123:-8.4 nodes!:125:9.2- nofailback:0 restricted:0 type:124
DELETE /cluster/ha/groups/{group}		group!:56
GET /cluster/ha/groups/{group}		group!:56
PUT /cluster/ha/groups/{group}		comment:8 delete:29 digest:30:-7.4 digest:31:8.4- group!:56 nodes:123:-8.4 nodes:125:9.2- nofailback:0 restricted:0
GET /cluster/ha/resources		type:126
POST /cluster/ha/resources		comment:8 failback:0:9.2- group:56 max_relocate:47 max_restart:47 sid!:127 state:128 type:126
DELETE /cluster/ha/resources/{sid}		purge:0:9.2- sid!:127
GET /cluster/ha/resources/{sid}		sid!:127
PUT /cluster/ha/resources/{sid}		comment:8 delete:29 digest:30:-7.4 digest:31:8.4- failback:0:9.2- group:56 max_relocate:47 max_restart:47 sid!:127 state:128
POST /cluster/ha/resources/{sid}/migrate		node!:75 sid!:127
POST /cluster/ha/resources/{sid}/relocate		node!:75 sid!:127
GET /cluster/ha/rules	9.2-	resource:2 type:129
POST /cluster/ha/rules	9.2-	affinity!:133 comment:8 disable:0 nodes!:130 resources!:131 rule!:56 strict:132 type!:129
DELETE /cluster/ha/rules/{rule}	9.2-	rule!:56
GET /cluster/ha/rules/{rule}	9.2-	rule!:56
PUT /cluster/ha/rules/{rule}	9.2-	affinity:133 comment:8 delete:29 digest:31 disable:0 nodes:130 resources:131 rule!:56 strict:132 type!:129
GET /cluster/ha/status
POST /cluster/ha/status/arm-ha	9.2-
GET /cluster/ha/status/current
POST /cluster/ha/status/disarm-ha	9.2-	resource-mode!:134
GET /cluster/ha/status/manager_status
GET /cluster/jobs
GET /cluster/jobs/realm-sync	8.4-
DELETE /cluster/jobs/realm-sync/{id}	8.4-	id!:56
GET /cluster/jobs/realm-sync/{id}	8.4-	id!:56
POST /cluster/jobs/realm-sync/{id}	8.4-	comment:65 enable-new:0 enabled:0 id!:135 realm:16 remove-vanished:32 schedule!:80 scope:19
PUT /cluster/jobs/realm-sync/{id}	8.4-	comment:65 delete:29 enable-new:0 enabled:0 id!:135 remove-vanished:32 schedule!:80 scope:19
GET /cluster/jobs/schedule-analyze		iterations:136 schedule!:80 starttime:23
GET /cluster/log		max:73
GET /cluster/mapping	8.4-
GET /cluster/mapping/dir	8.4-	check-node:75
POST /cluster/mapping/dir	8.4-	description:8 id!:56 map!:138
DELETE /cluster/mapping/dir/{id}	8.4-	id!:56
GET /cluster/mapping/dir/{id}	8.4-	id!:56
PUT /cluster/mapping/dir/{id}	8.4-	delete:29 description:8 digest:31 id!:56 map:138
GET /cluster/mapping/pci	8.4-	check-node:75
POST /cluster/mapping/pci	8.4-	description:8 id!:56 live-migration-capable:0 map!:141 mdev:0
DELETE /cluster/mapping/pci/{id}	8.4-	id!:56
GET /cluster/mapping/pci/{id}	8.4-	id!:56
PUT /cluster/mapping/pci/{id}	8.4-	delete:29 description:8 digest:31 id!:56 live-migration-capable:0 map:141 mdev:0
GET /cluster/mapping/usb	8.4-	check-node:75
POST /cluster/mapping/usb	8.4-	description:8 id!:56 map!:143
DELETE /cluster/mapping/usb/{id}	8.4-	id!:56
GET /cluster/mapping/usb/{id}	8.4-	id!:56
PUT /cluster/mapping/usb/{id}	8.4-	delete:29 description:8 digest:31 id!:56 map!:143
GET /cluster/metrics
GET /cluster/metrics/export	8.4-	history:0 local-only:0 node-list:2:9.2- start-time:23
GET /cluster/metrics/server
DELETE /cluster/metrics/server/{id}		id!:56
GET /cluster/metrics/server/{id}		id!:56
POST /cluster/metrics/server/{id}		api-path-prefix:2 bucket:2 disable:0 id!:56 influxdbproto:144 max-body-size:73 mtu:145 organization:2 otel-compression:150:9.2- otel-headers:35:9.2- otel-max-body-size:151:9.2- otel-path:2:9.2- otel-protocol:152:9.2- otel-resource-attributes:35:9.2- otel-timeout:153:9.2- otel-verify-ssl:0:9.2- path:146 port!:147 proto:148 server!:98 timeout:47 token:2 type!:149:-8.4 type!:154:9.2- verify-certificate:0
PUT /cluster/metrics/server/{id}		api-path-prefix:2 bucket:2 delete:29 digest:30:-7.4 digest:31:8.4- disable:0 id!:56 influxdbproto:144 max-body-size:73 mtu:145 organization:2 otel-compression:150:9.2- otel-headers:35:9.2- otel-max-body-size:151:9.2- otel-path:2:9.2- otel-protocol:152:9.2- otel-resource-attributes:35:9.2- otel-timeout:153:9.2- otel-verify-ssl:0:9.2- path:146 port!:147 proto:148 server!:98 timeout:47 token:2 verify-certificate:0
GET /cluster/nextid		vmid:155:-7.4 vmid:156:8.4-
GET /cluster/notifications	8.4-
GET /cluster/notifications/endpoints	8.4-
GET /cluster/notifications/endpoints/gotify	8.4-
POST /cluster/notifications/endpoints/gotify	8.4-	comment:2 disable:0 name!:56 server!:2 token!:2
DELETE /cluster/notifications/endpoints/gotify/{name}	8.4-	name!:56
GET /cluster/notifications/endpoints/gotify/{name}	8.4-	name!:56
PUT /cluster/notifications/endpoints/gotify/{name}	8.4-	comment:2 delete:157 digest:31 disable:0 name!:56 server:2 token:2
GET /cluster/notifications/endpoints/sendmail	8.4-
POST /cluster/notifications/endpoints/sendmail	8.4-	author:2 comment:2 disable:0 from-address:2 mailto:158 mailto-user:159 name!:56
DELETE /cluster/notifications/endpoints/sendmail/{name}	8.4-	name!:56
GET /cluster/notifications/endpoints/sendmail/{name}	8.4-	name!:56
PUT /cluster/notifications/endpoints/sendmail/{name}	8.4-	author:2 comment:2 delete:157 digest:31 disable:0 from-address:2 mailto:158 mailto-user:159 name!:56
GET /cluster/notifications/endpoints/smtp	8.4-
POST /cluster/notifications/endpoints/smtp	8.4-	author:2 comment:2 disable:0 from-address!:2 mailto:158 mailto-user:159 mode:160 name!:56 password:2 port:23 server!:2 username:2
DELETE /cluster/notifications/endpoints/smtp/{name}	8.4-	name!:56
GET /cluster/notifications/endpoints/smtp/{name}	8.4-	name!:56
PUT /cluster/notifications/endpoints/smtp/{name}	8.4-	author:2 comment:2 delete:157 digest:31 disable:0 from-address:2 mailto:158 mailto-user:159 mode:160 name!:56 password:2 port:23 server:2 username:2
GET /cluster/notifications/endpoints/webhook	8.4-
POST /cluster/notifications/endpoints/webhook	8.4-	body:2 comment:2 disable:0 header:83 method!:161 name!:56 secret:83 url!:2
DELETE /cluster/notifications/endpoints/webhook/{name}	8.4-	name!:56
GET /cluster/notifications/endpoints/webhook/{name}	8.4-	name!:56
PUT /cluster/notifications/endpoints/webhook/{name}	8.4-	body:2 comment:2 delete:157 digest:31 disable:0 header:83 method:161 name!:56 secret:83 url:2
GET /cluster/notifications/matcher-field-values	8.4-
GET /cluster/notifications/matcher-fields	8.4-
GET /cluster/notifications/matchers	8.4-
POST /cluster/notifications/matchers	8.4-	comment:2 disable:0 invert-match:0 match-calendar:83 match-field:83 match-severity:83 mode:162 name!:56 target:157
DELETE /cluster/notifications/matchers/{name}	8.4-	name!:56
GET /cluster/notifications/matchers/{name}	8.4-	name!:56
PUT /cluster/notifications/matchers/{name}	8.4-	comment:2 delete:157 digest:31 disable:0 invert-match:0 match-calendar:83 match-field:83 match-severity:83 mode:162 name!:56 target:157
GET /cluster/notifications/targets	8.4-
POST /cluster/notifications/targets/{name}/test	8.4-	name!:56
GET /cluster/options
PUT /cluster/options		bwlimit:164 consent-text:168:8.4- console:165 crs:167:-8.4 crs:199:9.2- delete:52 description:168 email_from:46 fencing:169 ha:171 http_proxy:172 keyboard:173 language:174:-7.4 language:192:8.4- location:200:9.2- mac_prefix:175 max_workers:73 migration:178 migration_unsecure:0 next-id:179 notify:181:-7.4 notify:194:8.4- registered-tags:182 replication:178:9.2- tag-style:186 u2f:187 user-tag-access:190 webauthn:191
GET /cluster/qemu	9.2-
GET /cluster/qemu/cpu-flags	9.2-	accel:201 arch:202
GET /cluster/qemu/custom-cpu-models	9.2-
POST /cluster/qemu/custom-cpu-models	9.2-	cputype!:203 flags:204 guest-phys-bits:205 hidden:0 hv-vendor-id:206 level:207 phys-bits:208 reported-model!:209
DELETE /cluster/qemu/custom-cpu-models/{cputype}	9.2-	cputype!:2
GET /cluster/qemu/custom-cpu-models/{cputype}	9.2-	cputype!:2
PUT /cluster/qemu/custom-cpu-models/{cputype}	9.2-	cputype!:203 delete:52 digest:31 flags:204 guest-phys-bits:205 hidden:0 hv-vendor-id:206 level:207 phys-bits:208 reported-model:209
GET /cluster/replication
POST /cluster/replication		comment:8 disable:0 id!:210 rate:211 remove_job:212 schedule:80 source:75 target!:75 type!:213
DELETE /cluster/replication/{id}		force:0 id!:210 keep:0
GET /cluster/replication/{id}		id!:210
PUT /cluster/replication/{id}		comment:8 delete:29 digest:30:-7.4 digest:31:8.4- disable:0 id!:210 rate:211 remove_job:212 schedule:80 source:75
GET /cluster/resources		type:214
GET /cluster/sdn
PUT /cluster/sdn		lock-token:2:9.2- release-lock:0:9.2-
GET /cluster/sdn/controllers		pending:0 running:0 type:215:-7.4 type:216:8.4-
POST /cluster/sdn/controllers		asn:217:-8.4 asn:207:9.2- bgp-multipath-as-path-relax:0 controller!:218 ebgp:0 ebgp-multihop:23 fabric:224:9.2- isis-domain:2:8.4- isis-ifaces:221:8.4- isis-net:222:8.4- lock-token:2:9.2- loopback:2 node:75 peers:219 type!:220:-7.4 type!:223:8.4-
DELETE /cluster/sdn/controllers/{controller}		controller!:218 lock-token:2:9.2-
GET /cluster/sdn/controllers/{controller}		controller!:218 pending:0 running:0
PUT /cluster/sdn/controllers/{controller}		asn:217:-8.4 asn:207:9.2- bgp-multipath-as-path-relax:0 controller!:218 delete:29 digest:30:-7.4 digest:31:8.4- ebgp:0 ebgp-multihop:23 fabric:224:9.2- isis-domain:2:8.4- isis-ifaces:221:8.4- isis-net:222:8.4- lock-token:2:9.2- loopback:2 node:75 peers:219
GET /cluster/sdn/dns		type:225
POST /cluster/sdn/dns		dns!:226 fingerprint:101:8.4- key!:2 lock-token:2:9.2- reversemaskv6:23 reversev6mask:23 ttl:23 type!:227 url!:2
DELETE /cluster/sdn/dns/{dns}		dns!:226 lock-token:2:9.2-
GET /cluster/sdn/dns/{dns}		dns!:226
PUT /cluster/sdn/dns/{dns}		delete:29 digest:30:-7.4 digest:31:8.4- dns!:226 fingerprint:101:8.4- key:2 lock-token:2:9.2- reversemaskv6:23 ttl:23 url:2
GET /cluster/sdn/dry-run	9.2-	node!:75
GET /cluster/sdn/fabrics	9.2-	*
GET /cluster/sdn/fabrics/all	9.2-	* pending:0 running:0
GET /cluster/sdn/fabrics/fabric	9.2-	* pending:0 running:0
POST /cluster/sdn/fabrics/fabric	9.2-	* area:228 csnp_interval:229 digest:31 hello_interval:229 id!:224 ip6_prefix:176 ip_prefix:176 lock-token:2 protocol!:230
DELETE /cluster/sdn/fabrics/fabric/{id}	9.2-	* id!:224
GET /cluster/sdn/fabrics/fabric/{id}	9.2-	* id!:224
PUT /cluster/sdn/fabrics/fabric/{id}	9.2-	* area:228 csnp_interval:229 delete:231 digest:31 hello_interval:229 id!:224 ip6_prefix:176 ip_prefix:176 lock-token:2 protocol!:230
GET /cluster/sdn/fabrics/node	9.2-	* pending:0 running:0
GET /cluster/sdn/fabrics/node/{fabric_id}	9.2-	* fabric_id!:224 pending:0 running:0
POST /cluster/sdn/fabrics/node/{fabric_id}	9.2-	* digest:31 fabric_id!:224 interfaces:231 ip:232 ip6:233 lock-token:2 node_id!:75 protocol!:230
DELETE /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.2-	* fabric_id!:224 node_id!:75
GET /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.2-	* fabric_id!:224 node_id!:75
PUT /cluster/sdn/fabrics/node/{fabric_id}/{node_id}	9.2-	* delete:234 digest:31 fabric_id!:224 interfaces:231 ip:232 ip6:233 lock-token:2 node_id!:75 protocol!:230
GET /cluster/sdn/ipams		type:235
POST /cluster/sdn/ipams		fingerprint:101:8.4- ipam!:236 lock-token:2:9.2- section:23 token:2 type!:237 url:2
DELETE /cluster/sdn/ipams/{ipam}		ipam!:236 lock-token:2:9.2-
GET /cluster/sdn/ipams/{ipam}		ipam!:236
PUT /cluster/sdn/ipams/{ipam}		delete:29 digest:30:-7.4 digest:31:8.4- fingerprint:101:8.4- ipam!:236 lock-token:2:9.2- section:23 token:2 url:2
GET /cluster/sdn/ipams/{ipam}/status	8.4-	ipam!:236
DELETE /cluster/sdn/lock	9.2-	force:0 lock-token:2
POST /cluster/sdn/lock	9.2-	allow-pending:0
POST /cluster/sdn/rollback	9.2-	lock-token:2 release-lock:0
GET /cluster/sdn/vnets		pending:0 running:0
POST /cluster/sdn/vnets		alias:238 isolate-ports:0:8.4- lock-token:2:9.2- tag:23:-8.4 tag:241:9.2- type:239 vlanaware:0 vnet!:240 zone!:2
DELETE /cluster/sdn/vnets/{vnet}		lock-token:2:9.2- vnet!:240
GET /cluster/sdn/vnets/{vnet}		pending:0 running:0 vnet!:240
PUT /cluster/sdn/vnets/{vnet}		alias:238 delete:29 digest:30:-7.4 digest:31:8.4- isolate-ports:0:8.4- lock-token:2:9.2- tag:23:-8.4 tag:241:9.2- vlanaware:0 vnet!:240 zone:2
GET /cluster/sdn/vnets/{vnet}/firewall	8.4-	vnet!:240
GET /cluster/sdn/vnets/{vnet}/firewall/options	8.4-	vnet!:240
PUT /cluster/sdn/vnets/{vnet}/firewall/options	8.4-	delete:52 digest:31 enable:0 log_level_forward:112 policy_forward:121 vnet!:240
GET /cluster/sdn/vnets/{vnet}/firewall/rules	8.4-	vnet!:240
POST /cluster/sdn/vnets/{vnet}/firewall/rules	8.4-	action!:107 comment:2 dest:108 digest:31 dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 pos:47 proto:113 source:108 sport:114 type!:116 vnet!:240
DELETE /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	digest:31 pos!:47 vnet!:240
GET /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	pos!:47 vnet!:240
PUT /cluster/sdn/vnets/{vnet}/firewall/rules/{pos}	8.4-	action:107 comment:2 delete:52 dest:108 digest:31 dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 moveto:47 pos!:47 proto:113 source:108 sport:114 type:116 vnet!:240
DELETE /cluster/sdn/vnets/{vnet}/ips	8.4-	ip!:103 mac:242 vnet!:240 zone!:243
POST /cluster/sdn/vnets/{vnet}/ips	8.4-	ip!:103 mac:242 vnet!:240 zone!:243
PUT /cluster/sdn/vnets/{vnet}/ips	8.4-	ip!:103 mac:242 vmid:156 vnet!:240 zone!:243
GET /cluster/sdn/vnets/{vnet}/subnets		pending:0 running:0 vnet!:240
POST /cluster/sdn/vnets/{vnet}/subnets		dhcp-dns-server:103:8.4- dhcp-range:247:8.4- dnszoneprefix:244 gateway:103 lock-token:2:9.2- snat:0 subnet!:245 type!:246 vnet!:2
DELETE /cluster/sdn/vnets/{vnet}/subnets/{subnet}		lock-token:2:9.2- subnet!:245 vnet!:240
GET /cluster/sdn/vnets/{vnet}/subnets/{subnet}		pending:0 running:0 subnet!:245 vnet!:240
PUT /cluster/sdn/vnets/{vnet}/subnets/{subnet}		delete:29 dhcp-dns-server:103:8.4- dhcp-range:247:8.4- digest:30:-7.4 digest:31:8.4- dnszoneprefix:244 gateway:103 lock-token:2:9.2- snat:0 subnet!:245 vnet!:2
GET /cluster/sdn/zones		pending:0 running:0 type:248
POST /cluster/sdn/zones		advertise-subnets:0 bridge:2 bridge-disable-mac-learning:0 controller:2 dhcp:252:8.4- disable-arp-nd-suppression:0 dns:2 dnszone:244 dp-id:23 exitnodes:61 exitnodes-local-routing:0 exitnodes-primary:75 fabric:224:9.2- ipam:2 lock-token:2:9.2- mac:242 mtu:23 nodes:61 peers:219 reversedns:2 rt-import:249 tag:47 type!:250 vlan-protocol:251 vrf-vxlan:23:-8.4 vrf-vxlan:241:9.2- vxlan-port:147:8.4- zone!:243
DELETE /cluster/sdn/zones/{zone}		lock-token:2:9.2- zone!:243
GET /cluster/sdn/zones/{zone}		pending:0 running:0 zone!:243
PUT /cluster/sdn/zones/{zone}		advertise-subnets:0 bridge:2 bridge-disable-mac-learning:0 controller:2 delete:29 dhcp:252:8.4- digest:30:-7.4 digest:31:8.4- disable-arp-nd-suppression:0 dns:2 dnszone:244 dp-id:23 exitnodes:61 exitnodes-local-routing:0 exitnodes-primary:75 fabric:224:9.2- ipam:2 lock-token:2:9.2- mac:242 mtu:23 nodes:61 peers:219 reversedns:2 rt-import:249 tag:47 vlan-protocol:251 vrf-vxlan:23:-8.4 vrf-vxlan:241:9.2- vxlan-port:147:8.4- zone!:243
GET /cluster/status
GET /cluster/tasks
GET /nodes
GET /nodes/{node}		node!:75
GET /nodes/{node}/aplinfo		node!:75
POST /nodes/{node}/aplinfo		node!:75 storage!:82 template!:34
GET /nodes/{node}/apt		node!:75
GET /nodes/{node}/apt/changelog		name!:2:-8.4 name!:253:9.2- node!:75 version:2
GET /nodes/{node}/apt/repositories		node!:75
POST /nodes/{node}/apt/repositories		digest:254 enabled:0 index!:23 node!:75 path!:2
PUT /nodes/{node}/apt/repositories		digest:254 handle!:2 node!:75
GET /nodes/{node}/apt/update		node!:75
POST /nodes/{node}/apt/update		node!:75 notify:0 quiet:0
GET /nodes/{node}/apt/versions		node!:75
GET /nodes/{node}/capabilities		node!:75
GET /nodes/{node}/capabilities/qemu		node!:75
GET /nodes/{node}/capabilities/qemu/cpu		arch:202:9.2- node!:75
GET /nodes/{node}/capabilities/qemu/cpu-flags	9.2-	accel:201 arch:202 node!:75
GET /nodes/{node}/capabilities/qemu/machines		arch:202:9.2- node!:75
GET /nodes/{node}/capabilities/qemu/migration	9.2-	node!:75
GET /nodes/{node}/ceph		node!:75
GET /nodes/{node}/ceph/cfg		node!:75
GET /nodes/{node}/ceph/cfg/db		node!:75
GET /nodes/{node}/ceph/cfg/raw		node!:75
GET /nodes/{node}/ceph/cfg/value	8.4-	config-keys!:255:-8.4 config-keys!:256:9.2- node!:75
GET /nodes/{node}/ceph/cmd-safety		action!:257 id!:2 node!:75 service!:258
GET /nodes/{node}/ceph/config	-7.4	node!:75
GET /nodes/{node}/ceph/configdb	-7.4	node!:75
GET /nodes/{node}/ceph/crush		node!:75
GET /nodes/{node}/ceph/fs		node!:75
DELETE /nodes/{node}/ceph/fs/{name}	9.2-	name!:2 node!:75 remove-pools:0 remove-storages:0
POST /nodes/{node}/ceph/fs/{name}		add-storage:0 name!:2:-7.4 name!:260:8.4- node!:75 pg_num:259
POST /nodes/{node}/ceph/init		cluster-network:261 disable_cephx:0 min_size:262 network:263 node!:75 pg_bits:264 size:262
GET /nodes/{node}/ceph/log		limit:47 node!:75 start:47
GET /nodes/{node}/ceph/mds		node!:75
DELETE /nodes/{node}/ceph/mds/{name}		name!:265 node!:75
POST /nodes/{node}/ceph/mds/{name}		hotstandby:0 name!:266 node!:75
GET /nodes/{node}/ceph/mgr		node!:75
DELETE /nodes/{node}/ceph/mgr/{id}		id!:265 node!:75
POST /nodes/{node}/ceph/mgr/{id}		id!:266 node!:75
GET /nodes/{node}/ceph/mon		node!:75
DELETE /nodes/{node}/ceph/mon/{monid}		monid!:265 node!:75
POST /nodes/{node}/ceph/mon/{monid}		mon-address:219 monid!:266 node!:75
GET /nodes/{node}/ceph/osd		node!:75
POST /nodes/{node}/ceph/osd		crush-device-class:2 db_dev:2 db_dev_size:267 dev!:2 encrypted:0 node!:75 osds-per-device:73:8.4- wal_dev:2 wal_dev_size:268
DELETE /nodes/{node}/ceph/osd/{osdid}		cleanup:0 node!:75 osdid!:23
GET /nodes/{node}/ceph/osd/{osdid}		node!:75 osdid!:23
POST /nodes/{node}/ceph/osd/{osdid}/in		node!:75 osdid!:23
GET /nodes/{node}/ceph/osd/{osdid}/lv-info		node!:75 osdid!:23 type:269
GET /nodes/{node}/ceph/osd/{osdid}/metadata		node!:75 osdid!:23
POST /nodes/{node}/ceph/osd/{osdid}/out		node!:75 osdid!:23
POST /nodes/{node}/ceph/osd/{osdid}/scrub		deep:0 node!:75 osdid!:23
GET /nodes/{node}/ceph/pool		node!:75
POST /nodes/{node}/ceph/pool		add_storages:0 application:270 crush_rule:2 erasure-coding:272 min_size:262 name!:2:-7.4 name!:260:8.4- node!:75 pg_autoscale_mode:273 pg_num:274 pg_num_min:275 size:262 target_size:276 target_size_ratio:277
DELETE /nodes/{node}/ceph/pool/{name}		force:0 name!:2 node!:75 remove_ecprofile:0 remove_storages:0
GET /nodes/{node}/ceph/pool/{name}		name!:2 node!:75
PUT /nodes/{node}/ceph/pool/{name}		application:270 crush_rule:2 min_size:262 name!:2:-7.4 name!:260:8.4- node!:75 pg_autoscale_mode:273 pg_num:274 pg_num_min:275 size:262 target_size:276 target_size_ratio:277
GET /nodes/{node}/ceph/pool/{name}/status		name!:2 node!:75 verbose:0
GET /nodes/{node}/ceph/pools	-7.4	node!:75
POST /nodes/{node}/ceph/pools	-7.4	add_storages:0 application:270 crush_rule:2 erasure-coding:272 min_size:262 name!:2 node!:75 pg_autoscale_mode:273 pg_num:274 pg_num_min:275 size:262 target_size:276 target_size_ratio:277
DELETE /nodes/{node}/ceph/pools/{name}	-7.4	force:0 name!:2 node!:75 remove_ecprofile:0 remove_storages:0
GET /nodes/{node}/ceph/pools/{name}	-7.4	name!:2 node!:75 verbose:0
PUT /nodes/{node}/ceph/pools/{name}	-7.4	application:270 crush_rule:2 min_size:262 name!:2 node!:75 pg_autoscale_mode:273 pg_num:274 pg_num_min:275 size:262 target_size:276 target_size_ratio:277
GET /nodes/{node}/ceph/releases	9.2-	node!:75
POST /nodes/{node}/ceph/restart		node!:75 service:278:-8.4 service:279:9.2-
POST /nodes/{node}/ceph/restart-bulk	9.2-	dry-run:0 force:0 node!:75 only-outdated:0 resume:0 service-type!:280 set-noout:0 timeout:96
GET /nodes/{node}/ceph/rules		node!:75
POST /nodes/{node}/ceph/start		node!:75 service:279
GET /nodes/{node}/ceph/status		node!:75
POST /nodes/{node}/ceph/stop		node!:75 service:279
GET /nodes/{node}/certificates		node!:75
GET /nodes/{node}/certificates/acme		node!:75
DELETE /nodes/{node}/certificates/acme/certificate		node!:75
POST /nodes/{node}/certificates/acme/certificate		force:0 node!:75
PUT /nodes/{node}/certificates/acme/certificate		force:0 node!:75
DELETE /nodes/{node}/certificates/custom		node!:75 restart:0
POST /nodes/{node}/certificates/custom		certificates!:281 force:0 key:282 node!:75 restart:0
GET /nodes/{node}/certificates/info		node!:75
GET /nodes/{node}/config		node!:75 property:283:-7.4 property:284:8.4-8.4 property:285:9.2-
PUT /nodes/{node}/config		acme:287 acmedomain[n]:290 ballooning-target:292:8.4- delete:52 description:168 digest:30 location:200:9.2- node!:75 startall-onboot-delay:291 wakeonlan:242:-7.4 wakeonlan:294:8.4-
GET /nodes/{node}/disks		node!:75
GET /nodes/{node}/disks/directory		node!:75
POST /nodes/{node}/disks/directory		add_storage:0 device!:2 filesystem:295 name!:82 node!:75
DELETE /nodes/{node}/disks/directory/{name}		cleanup-config:0 cleanup-disks:0 name!:82 node!:75
POST /nodes/{node}/disks/initgpt		disk!:296 node!:75 uuid:297
GET /nodes/{node}/disks/list		include-partitions:0 node!:75 skipsmart:0 type:298
GET /nodes/{node}/disks/lvm		node!:75
POST /nodes/{node}/disks/lvm		add_storage:0 device!:2 name!:82 node!:75
DELETE /nodes/{node}/disks/lvm/{name}		cleanup-config:0 cleanup-disks:0 name!:82 node!:75
GET /nodes/{node}/disks/lvmthin		node!:75
POST /nodes/{node}/disks/lvmthin		add_storage:0 device!:2 name!:82 node!:75
DELETE /nodes/{node}/disks/lvmthin/{name}		cleanup-config:0 cleanup-disks:0 name!:82 node!:75 volume-group!:82
GET /nodes/{node}/disks/smart		disk!:296 healthonly:0 node!:75
PUT /nodes/{node}/disks/wipedisk		disk!:296 node!:75
GET /nodes/{node}/disks/zfs		node!:75
POST /nodes/{node}/disks/zfs		add_storage:0 ashift:299 compression:300 devices!:301 draid-config:302 name!:82 node!:75 raidlevel!:303
DELETE /nodes/{node}/disks/zfs/{name}		cleanup-config:0 cleanup-disks:0 name!:82 node!:75
GET /nodes/{node}/disks/zfs/{name}		name!:82 node!:75
GET /nodes/{node}/dns		node!:75
PUT /nodes/{node}/dns		dns1:103 dns2:103 dns3:103 node!:75 search!:2
POST /nodes/{node}/execute		commands!:304 node!:75
GET /nodes/{node}/firewall		node!:75
GET /nodes/{node}/firewall/log		limit:47 node!:75 since:47 start:47 until:47
GET /nodes/{node}/firewall/options		node!:75
PUT /nodes/{node}/firewall/options		delete:52 digest:30:-7.4 digest:31:8.4- enable:0 log_level_forward:112:8.4- log_level_in:112 log_level_out:112 log_nf_conntrack:0 ndp:0 nf_conntrack_allow_invalid:0 nf_conntrack_helpers:305 nf_conntrack_max:306 nf_conntrack_tcp_timeout_established:307 nf_conntrack_tcp_timeout_syn_recv:308 nftables:0:8.4- node!:75 nosmurfs:0 protection_synflood:0 protection_synflood_burst:23 protection_synflood_rate:23 smurf_log_level:112 tcp_flags_log_level:112 tcpflags:0
GET /nodes/{node}/firewall/rules		node!:75
POST /nodes/{node}/firewall/rules		action!:107 comment:2 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 node!:75 pos:47 proto:113 source:108 sport:114 type!:115:-7.4 type!:116:8.4-
DELETE /nodes/{node}/firewall/rules/{pos}		digest:30:-7.4 digest:31:8.4- node!:75 pos!:47
GET /nodes/{node}/firewall/rules/{pos}		node!:75 pos!:47
PUT /nodes/{node}/firewall/rules/{pos}		action:107 comment:2 delete:52 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 moveto:47 node!:75 pos!:47 proto:113 source:108 sport:114 type:115:-7.4 type:116:8.4-
GET /nodes/{node}/hardware		node!:75
GET /nodes/{node}/hardware/pci		node!:75 pci-class-blacklist:301 verbose:0
GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}	8.4-	node!:75 pci-id-or-mapping!:309
GET /nodes/{node}/hardware/pci/{pci-id-or-mapping}/mdev	8.4-	node!:75 pci-id-or-mapping!:309
GET /nodes/{node}/hardware/pci/{pciid}	-7.4	node!:75 pciid!:310
GET /nodes/{node}/hardware/pci/{pciid}/mdev	-7.4	node!:75 pciid!:310
GET /nodes/{node}/hardware/usb		node!:75
GET /nodes/{node}/hosts		node!:75
POST /nodes/{node}/hosts		data!:2 digest:30:-7.4 digest:31:8.4- node!:75
GET /nodes/{node}/journal		endcursor:2 identifiers:0:9.2- kernel:0:9.2- lastentries:47 node!:75 priority:311:9.2- service:312:9.2- since:47 startcursor:2 structured:0:9.2- unit:313:9.2- units:0:9.2- until:47
GET /nodes/{node}/lxc		node!:75
POST /nodes/{node}/lxc		arch:314 bwlimit:163 cmode:315 console:0 cores:316 cpulimit:317 cpuunits:318 debug:0 description:319 dev[n]:352:8.4- entrypoint:356:9.2- env:357:9.2- features:321 force:0 ha-managed:0:9.2- hookscript:322 hostname:323 ignore-unpack-errors:0 lock:324 memory:325 mp[n]:329:-7.4 mp[n]:354:8.4-8.4 mp[n]:359:9.2- nameserver:330 net[n]:338:-8.4 net[n]:360:9.2- node!:75 onboot:0 ostemplate!:34 ostype:339 password:340 pool:341 protection:0 restore:0 rootfs:342:-7.4 rootfs:355:8.4-8.4 rootfs:361:9.2- searchdomain:343 ssh-public-keys:2 start:0 startup:344 storage:82 swap:47 tags:345 template:0 timezone:346 tty:347 unique:348 unprivileged:0 unused[n]:349 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}		destroy-unreferenced-disks:0 force:0 node!:75 purge:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/clone		bwlimit:163 description:2 full:0 hostname:244 newid!:155:-7.4 newid!:156:8.4- node!:75 pool:341 snapname:203 storage:82 target:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/config		current:0 node!:75 snapshot:203 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/config		arch:314 cmode:315 console:0 cores:316 cpulimit:317 cpuunits:318 debug:0 delete:52 description:319 dev[n]:352:8.4- digest:30 entrypoint:356:9.2- env:357:9.2- features:321 hookscript:322 hostname:323 lock:324 memory:325 mp[n]:329:-7.4 mp[n]:354:8.4-8.4 mp[n]:359:9.2- nameserver:330 net[n]:338:-8.4 net[n]:360:9.2- node!:75 onboot:0 ostype:339 protection:0 revert:52 rootfs:342:-7.4 rootfs:355:8.4-8.4 rootfs:361:9.2- searchdomain:343 startup:344 swap:47 tags:345 template:0 timezone:346 tty:347 unprivileged:0 unused[n]:349 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/feature		feature!:362 node!:75 snapname:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/aliases		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/firewall/aliases		cidr!:104 comment:2 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		digest:30:-7.4 digest:31:8.4- name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/firewall/aliases/{name}		cidr!:104 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 rename:105 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/ipset		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/firewall/ipset		comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 rename:105 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		force:0 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}		cidr!:117 comment:2 name!:105 node!:75 nomatch:0 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 nomatch:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/log		limit:47 node!:75 since:47 start:47 until:47 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/options		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/firewall/options		delete:52 dhcp:0 digest:30:-7.4 digest:31:8.4- enable:0 ipfilter:0 log_level_in:112 log_level_out:112 macfilter:0 ndp:0 node!:75 policy_in:120 policy_out:120 radv:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/refs		node!:75 type:122 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/rules		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/firewall/rules		action!:107 comment:2 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 node!:75 pos:47 proto:113 source:108 sport:114 type!:115:-7.4 type!:116:8.4- vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		digest:30:-7.4 digest:31:8.4- node!:75 pos!:47 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		node!:75 pos!:47 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/firewall/rules/{pos}		action:107 comment:2 delete:52 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 moveto:47 node!:75 pos!:47 proto:113 source:108 sport:114 type:115:-7.4 type:116:8.4- vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/interfaces	8.4-	node!:75 vmid!:156
GET /nodes/{node}/lxc/{vmid}/migrate	9.2-	node!:75 target:75 vmid!:156
POST /nodes/{node}/lxc/{vmid}/migrate		bwlimit:163 node!:75 online:0 restart:0 target!:75 target-storage:363 timeout:23 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/move_volume		bwlimit:163 delete:0 digest:30 node!:75 storage:82 target-digest:30 target-vmid:155:-7.4 target-vmid:156:8.4- target-volume:364 vmid!:155:-7.4 vmid!:156:8.4- volume!:364
POST /nodes/{node}/lxc/{vmid}/mtunnel		bridges:365 node!:75 storages:366 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/mtunnelwebsocket		node!:75 socket!:2 ticket!:2 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/pending		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/remote_migrate		bwlimit:163 delete:0 node!:75 online:0 restart:0 target-bridge!:367 target-endpoint!:368 target-storage!:363 target-vmid:155:-7.4 target-vmid:156:8.4- timeout:23 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/resize		digest:30 disk!:369 node!:75 size!:370 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/rrd		cf:371 ds!:52 node!:75 timeframe!:372 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/rrddata		cf:371 node!:75 timeframe!:372 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/snapshot		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/snapshot		description:2 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}		force:0 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}		node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config		node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/config		description:2 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback		node!:75 snapname!:203 start:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/spiceproxy		node!:75 proxy:98 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/status		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/lxc/{vmid}/status/current		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/reboot		node!:75 timeout:47 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/resume		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/shutdown		forceStop:0 node!:75 timeout:47 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/start		debug:0 node!:75 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/stop		node!:75 overrule-shutdown:0:8.4- skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/status/suspend		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/template		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/termproxy		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/lxc/{vmid}/vncproxy		height:373 node!:75 vmid!:155:-7.4 vmid!:156:8.4- websocket:0 width:374
GET /nodes/{node}/lxc/{vmid}/vncwebsocket		node!:75 port!:375 vmid!:155:-7.4 vmid!:156:8.4- vncticket!:65
POST /nodes/{node}/migrateall		max-workers:90:9.2- maxworkers:73:-8.4 maxworkers:90:9.2- node!:75 target!:75 vms:68 with-local-disks:0
GET /nodes/{node}/netstat		node!:75
DELETE /nodes/{node}/network		node!:75
GET /nodes/{node}/network		node!:75 type:376:-7.4 type:377:8.4-8.4 type:378:9.2-
POST /nodes/{node}/network		address:379 address6:380 autostart:0 bond-primary:293 bond_mode:381 bond_xmit_hash_policy:382 bridge_ports:221 bridge_vids:389:8.4- bridge_vlan_aware:0 cidr:383 cidr6:384 comments:2 comments6:2 gateway:232 gateway6:233 iface!:111 mtu:385 netmask:386 netmask6:387 node!:75 ovs_bonds:221 ovs_bridge:293 ovs_options:35 ovs_ports:221 ovs_tag:335 slaves:221 type!:388:-7.4 type!:390:8.4-8.4 type!:391:9.2- vlan-id:335 vlan-raw-device:293
PUT /nodes/{node}/network		node!:75 regenerate-frr:0:9.2-
DELETE /nodes/{node}/network/{iface}		iface!:111 node!:75
GET /nodes/{node}/network/{iface}		iface!:111 node!:75
PUT /nodes/{node}/network/{iface}		address:379 address6:380 autostart:0 bond-primary:293 bond_mode:381 bond_xmit_hash_policy:382 bridge_ports:221 bridge_vids:389:8.4- bridge_vlan_aware:0 cidr:383 cidr6:384 comments:2 comments6:2 delete:52 gateway:232 gateway6:233 iface!:111 mtu:385 netmask:386 netmask6:387 node!:75 ovs_bonds:221 ovs_bridge:293 ovs_options:35 ovs_ports:221 ovs_tag:335 slaves:221 type!:388:-7.4 type!:390:8.4-8.4 type!:391:9.2- vlan-id:335 vlan-raw-device:293
GET /nodes/{node}/qemu		full:0 node!:75
POST /nodes/{node}/qemu		acpi:0 affinity:392 agent:394:-8.4 agent:488:9.2- allow-ksm:0:9.2- amd-sev:470:8.4- arch:202 archive:34 args:2 audio0:397 autostart:0 balloon:47 bios:398 boot:399 bootdisk:400 bwlimit:47 cdrom:401 cicustom:402 cipassword:2 citype:403 ciupgrade:0:8.4- ciuser:2 cores:73 cpu:404 cpulimit:405 cpuunits:406 description:319 efidisk0:411:-7.4 efidisk0:472:8.4-8.4 efidisk0:490:9.2- force:412 freeze:0 ha-managed:0:9.2- hookscript:322 hostpci[n]:414 hotplug:415 hugepages:416 ide[n]:427:-7.4 ide[n]:473:8.4-8.4 ide[n]:491:9.2- import-working-storage:82:8.4- intel-tdx:493:9.2- ipconfig[n]:428 ivshmem:430 keephugepages:0 keyboard:173 kvm:0 live-restore:412:-7.4 live-restore:0:8.4- localtime:0 lock:431 machine:432:-7.4 machine:475:8.4-8.4 machine:495:9.2- memory:325:-7.4 memory:476:8.4- migrate_downtime:163 migrate_speed:47 name:244 nameserver:433 net[n]:439:-8.4 net[n]:496:9.2- node!:75 numa:0 numa[n]:441 onboot:0 ostype:442 parallel[n]:443 pool:341 protection:0 reboot:0 rng0:445 sata[n]:446:-7.4 sata[n]:477:8.4-8.4 sata[n]:497:9.2- scsi[n]:447:-7.4 scsi[n]:480:8.4-8.4 scsi[n]:498:9.2- scsihw:448 searchdomain:2 serial[n]:449:-8.4 serial[n]:499:9.2- shares:450 smbios1:451 smp:73 sockets:73 spice_enhancements:453 sshkeys:454 start:0 startdate:455 startup:344 storage:82 tablet:0 tags:345 tdf:0 template:0 tpmstate0:457:-8.4 tpmstate0:501:9.2- unique:412 unused[n]:458 usb[n]:460:-7.4 usb[n]:482:8.4- vcpus:73 vga:463:-7.4 vga:484:8.4- virtio[n]:464:-7.4 virtio[n]:485:8.4-8.4 virtio[n]:502:9.2- virtiofs[n]:487:8.4- vmgenid:465 vmid!:155:-7.4 vmid!:156:8.4- vmstatestorage:82 watchdog:468
DELETE /nodes/{node}/qemu/{vmid}		destroy-unreferenced-disks:0 node!:75 purge:0 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent		* node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent		command!:503 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/exec		command:69:-7.4 command!:504:8.4-8.4 command!:83:9.2- input-data:168 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/exec-status		node!:75 pid!:23 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/file-read		count:505:9.2- decode:0:9.2- file!:2 node!:75 offset:47:9.2- vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/file-write		content!:506 encode:0 file!:2 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-freeze		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-status		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/fsfreeze-thaw		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/fstrim		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-fsinfo		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-host-name		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-memory-block-info		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-memory-blocks		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-osinfo		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-time		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-timezone		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-users		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/get-vcpus		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/info		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/ping		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/set-user-password		crypted:0 node!:75 password!:507 username!:2 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/shutdown		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/suspend-disk		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/suspend-hybrid		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/agent/suspend-ram		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/clone		bwlimit:47 description:2 format:500 full:0 name:244 newid!:155:-7.4 newid!:156:8.4- node!:75 pool:341 snapname:203 storage:82 target:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/cloudinit		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/cloudinit		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/cloudinit/dump		node!:75 type!:508 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/config		current:0 node!:75 snapshot:203 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/config		acpi:0 affinity:392 agent:394:-8.4 agent:488:9.2- allow-ksm:0:9.2- amd-sev:470:8.4- arch:202 args:2 audio0:397 autostart:0 background_delay:509 balloon:47 bios:398 boot:399 bootdisk:400 cdrom:401 cicustom:402 cipassword:2 citype:403 ciupgrade:0:8.4- ciuser:2 cores:73 cpu:404 cpulimit:405 cpuunits:406 delete:52 description:319 digest:30 efidisk0:411:-7.4 efidisk0:472:8.4-8.4 efidisk0:490:9.2- force:510 freeze:0 hookscript:322 hostpci[n]:414 hotplug:415 hugepages:416 ide[n]:427:-7.4 ide[n]:473:8.4-8.4 ide[n]:491:9.2- import-working-storage:82:8.4- intel-tdx:493:9.2- ipconfig[n]:428 ivshmem:430 keephugepages:0 keyboard:173 kvm:0 localtime:0 lock:431 machine:432:-7.4 machine:475:8.4-8.4 machine:495:9.2- memory:325:-7.4 memory:476:8.4- migrate_downtime:163 migrate_speed:47 name:244 nameserver:433 net[n]:439:-8.4 net[n]:496:9.2- node!:75 numa:0 numa[n]:441 onboot:0 ostype:442 parallel[n]:443 protection:0 reboot:0 revert:52 rng0:445 sata[n]:446:-7.4 sata[n]:477:8.4-8.4 sata[n]:497:9.2- scsi[n]:447:-7.4 scsi[n]:480:8.4-8.4 scsi[n]:498:9.2- scsihw:448 searchdomain:2 serial[n]:449:-8.4 serial[n]:499:9.2- shares:450 skiplock:0 smbios1:451 smp:73 sockets:73 spice_enhancements:453 sshkeys:454 startdate:455 startup:344 tablet:0 tags:345 tdf:0 template:0 tpmstate0:457:-8.4 tpmstate0:501:9.2- unused[n]:458 usb[n]:460:-7.4 usb[n]:482:8.4- vcpus:73 vga:463:-7.4 vga:484:8.4- virtio[n]:464:-7.4 virtio[n]:485:8.4-8.4 virtio[n]:502:9.2- virtiofs[n]:487:8.4- vmgenid:465 vmid!:155:-7.4 vmid!:156:8.4- vmstatestorage:82 watchdog:468
PUT /nodes/{node}/qemu/{vmid}/config		acpi:0 affinity:392 agent:394:-8.4 agent:488:9.2- allow-ksm:0:9.2- amd-sev:470:8.4- arch:202 args:2 audio0:397 autostart:0 balloon:47 bios:398 boot:399 bootdisk:400 cdrom:401 cicustom:402 cipassword:2 citype:403 ciupgrade:0:8.4- ciuser:2 cores:73 cpu:404 cpulimit:405 cpuunits:406 delete:52 description:319 digest:30 efidisk0:411:-7.4 efidisk0:472:8.4-8.4 efidisk0:490:9.2- force:510 freeze:0 hookscript:322 hostpci[n]:414 hotplug:415 hugepages:416 ide[n]:427:-7.4 ide[n]:473:8.4-8.4 ide[n]:491:9.2- intel-tdx:493:9.2- ipconfig[n]:428 ivshmem:430 keephugepages:0 keyboard:173 kvm:0 localtime:0 lock:431 machine:432:-7.4 machine:475:8.4-8.4 machine:495:9.2- memory:325:-7.4 memory:476:8.4- migrate_downtime:163 migrate_speed:47 name:244 nameserver:433 net[n]:439:-8.4 net[n]:496:9.2- node!:75 numa:0 numa[n]:441 onboot:0 ostype:442 parallel[n]:443 protection:0 reboot:0 revert:52 rng0:445 sata[n]:446:-7.4 sata[n]:477:8.4-8.4 sata[n]:497:9.2- scsi[n]:447:-7.4 scsi[n]:480:8.4-8.4 scsi[n]:498:9.2- scsihw:448 searchdomain:2 serial[n]:449:-8.4 serial[n]:499:9.2- shares:450 skiplock:0 smbios1:451 smp:73 sockets:73 spice_enhancements:453 sshkeys:454 startdate:455 startup:344 tablet:0 tags:345 tdf:0 template:0 tpmstate0:457:-8.4 tpmstate0:501:9.2- unused[n]:458 usb[n]:460:-7.4 usb[n]:482:8.4- vcpus:73 vga:463:-7.4 vga:484:8.4- virtio[n]:464:-7.4 virtio[n]:485:8.4-8.4 virtio[n]:502:9.2- virtiofs[n]:487:8.4- vmgenid:465 vmid!:155:-7.4 vmid!:156:8.4- vmstatestorage:82 watchdog:468
POST /nodes/{node}/qemu/{vmid}/dbus-vmstate	9.2-	action!:511 node!:75 vmid!:156
GET /nodes/{node}/qemu/{vmid}/feature		feature!:362 node!:75 snapname:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/aliases		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/firewall/aliases		cidr!:104 comment:2 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		digest:30:-7.4 digest:31:8.4- name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/firewall/aliases/{name}		cidr!:104 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 rename:105 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/ipset		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/firewall/ipset		comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 rename:105 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		force:0 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}		cidr!:117 comment:2 name!:105 node!:75 nomatch:0 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 name!:105 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/firewall/ipset/{name}/{cidr}		cidr!:117 comment:2 digest:30:-7.4 digest:31:8.4- name!:105 node!:75 nomatch:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/log		limit:47 node!:75 since:47 start:47 until:47 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/options		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/firewall/options		delete:52 dhcp:0 digest:30:-7.4 digest:31:8.4- enable:0 ipfilter:0 log_level_in:112 log_level_out:112 macfilter:0 ndp:0 node!:75 policy_in:120 policy_out:120 radv:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/refs		node!:75 type:122 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/rules		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/firewall/rules		action!:107 comment:2 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 node!:75 pos:47 proto:113 source:108 sport:114 type!:115:-7.4 type!:116:8.4- vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		digest:30:-7.4 digest:31:8.4- node!:75 pos!:47 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		node!:75 pos!:47 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/firewall/rules/{pos}		action:107 comment:2 delete:52 dest:108 digest:30:-7.4 digest:31:8.4- dport:109 enable:47 icmp-type:110 iface:111 log:112 macro:102 moveto:47 node!:75 pos!:47 proto:113 source:108 sport:114 type:115:-7.4 type:116:8.4- vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/migrate		node!:75 target:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/migrate		bwlimit:47 force:0 migration_network:176 migration_type:177 node!:75 online:0 target!:75 targetstorage:363 vmid!:155:-7.4 vmid!:156:8.4- with-conntrack-state:0:9.2- with-local-disks:0
POST /nodes/{node}/qemu/{vmid}/monitor		command!:2 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/move_disk		bwlimit:47 delete:0 digest:30 disk!:512 format:500 node!:75 storage:82 target-digest:30 target-disk:512 target-vmid:155:-7.4 target-vmid:156:8.4- vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/mtunnel		bridges:365 node!:75 storages:366 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/mtunnelwebsocket		node!:75 socket!:2 ticket!:2 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/pending		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/remote_migrate		bwlimit:47 delete:0 node!:75 online:0 target-bridge!:367 target-endpoint!:368 target-storage!:363 target-vmid:155:-7.4 target-vmid:156:8.4- vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/resize		digest:30 disk!:513 node!:75 size!:370 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/rrd		cf:371 ds!:52 node!:75 timeframe!:372 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/rrddata		cf:371 node!:75 timeframe!:372 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/sendkey		key!:2 node!:75 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/snapshot		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/snapshot		description:2 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4- vmstate:0
DELETE /nodes/{node}/qemu/{vmid}/snapshot/{snapname}		force:0 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}		node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config		node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/config		description:2 node!:75 snapname!:203 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/snapshot/{snapname}/rollback		node!:75 snapname!:203 start:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/spiceproxy		node!:75 proxy:98 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/status		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
GET /nodes/{node}/qemu/{vmid}/status/current		node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/reboot		node!:75 timeout:47 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/reset		node!:75 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/resume		nocheck:0 node!:75 skiplock:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/shutdown		forceStop:0 keepActive:0 node!:75 skiplock:0 timeout:47 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/start		force-cpu:2 machine:432:-7.4 machine:475:8.4-8.4 machine:495:9.2- migratedfrom:75 migration_network:176 migration_type:177 nets-host-mtu:514:9.2- node!:75 skiplock:0 stateuri:102 targetstorage:363 timeout:47 vmid!:155:-7.4 vmid!:156:8.4- with-conntrack-state:0:9.2-
POST /nodes/{node}/qemu/{vmid}/status/stop		keepActive:0 migratedfrom:75 node!:75 overrule-shutdown:0:8.4- skiplock:0 timeout:47 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/status/suspend		node!:75 skiplock:0 statestorage:515 todisk:0 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/template		disk:513 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/termproxy		node!:75 serial:516 vmid!:155:-7.4 vmid!:156:8.4-
PUT /nodes/{node}/qemu/{vmid}/unlink		force:0 idlist!:52 node!:75 vmid!:155:-7.4 vmid!:156:8.4-
POST /nodes/{node}/qemu/{vmid}/vncproxy		generate-password:0 node!:75 vmid!:155:-7.4 vmid!:156:8.4- websocket:0
GET /nodes/{node}/qemu/{vmid}/vncwebsocket		node!:75 port!:375 vmid!:155:-7.4 vmid!:156:8.4- vncticket!:65
GET /nodes/{node}/query-oci-repo-tags	9.2-	node!:75 reference!:517
GET /nodes/{node}/query-url-metadata		node!:75 url!:518 verify-certificates:0
GET /nodes/{node}/replication		guest:155:-7.4 guest:156:8.4- node!:75
GET /nodes/{node}/replication/{id}		id!:210 node!:75
GET /nodes/{node}/replication/{id}/log		id!:210 limit:47 node!:75 start:47
POST /nodes/{node}/replication/{id}/schedule_now		id!:210 node!:75
GET /nodes/{node}/replication/{id}/status		id!:210 node!:75
GET /nodes/{node}/report		node!:75
GET /nodes/{node}/rrd		cf:371 ds!:52 node!:75 timeframe!:372:-8.4 timeframe!:519:9.2-
GET /nodes/{node}/rrddata		cf:371 node!:75 timeframe!:372:-8.4 timeframe!:519:9.2-
GET /nodes/{node}/scan		node!:75
GET /nodes/{node}/scan/cifs		domain:2 node!:75 password:2 server!:520 username:2
GET /nodes/{node}/scan/glusterfs	-8.4	node!:75 server!:520
GET /nodes/{node}/scan/iscsi		node!:75 portal!:521
GET /nodes/{node}/scan/lvm		node!:75
GET /nodes/{node}/scan/lvmthin		node!:75 vg!:522
GET /nodes/{node}/scan/nfs		node!:75 server!:520
GET /nodes/{node}/scan/pbs		fingerprint:101 node!:75 password!:2 port:14 server!:520 username!:2
GET /nodes/{node}/scan/zfs		node!:75
GET /nodes/{node}/sdn		node!:75
GET /nodes/{node}/sdn/fabrics/{fabric}	9.2-	fabric!:224 node!:75
GET /nodes/{node}/sdn/fabrics/{fabric}/interfaces	9.2-	fabric!:224 node!:75
GET /nodes/{node}/sdn/fabrics/{fabric}/neighbors	9.2-	fabric!:224 node!:75
GET /nodes/{node}/sdn/fabrics/{fabric}/routes	9.2-	fabric!:224 node!:75
GET /nodes/{node}/sdn/vnets/{vnet}	9.2-	node!:75 vnet!:240
GET /nodes/{node}/sdn/vnets/{vnet}/mac-vrf	9.2-	node!:75 vnet!:240
GET /nodes/{node}/sdn/zones		node!:75
GET /nodes/{node}/sdn/zones/{zone}		node!:75 zone!:243
GET /nodes/{node}/sdn/zones/{zone}/bridges	9.2-	node!:75 zone!:2
GET /nodes/{node}/sdn/zones/{zone}/content		node!:75 zone!:243
GET /nodes/{node}/sdn/zones/{zone}/ip-vrf	9.2-	node!:75 zone!:2
GET /nodes/{node}/services		node!:75
GET /nodes/{node}/services/{service}		node!:75 service!:523:-8.4 service!:524:9.2-
POST /nodes/{node}/services/{service}/reload		node!:75 service!:523:-8.4 service!:524:9.2-
POST /nodes/{node}/services/{service}/restart		node!:75 service!:523:-8.4 service!:524:9.2-
POST /nodes/{node}/services/{service}/start		node!:75 service!:523:-8.4 service!:524:9.2-
GET /nodes/{node}/services/{service}/state		node!:75 service!:523:-8.4 service!:524:9.2-
POST /nodes/{node}/services/{service}/stop		node!:75 service!:523:-8.4 service!:524:9.2-
POST /nodes/{node}/spiceshell		cmd:525:-8.4 cmd:527:9.2- cmd-opts:526 node!:75 proxy:98
POST /nodes/{node}/startall		force:0 max-workers:90:9.2- node!:75 vms:68
GET /nodes/{node}/status		node!:75
POST /nodes/{node}/status		command!:528 node!:75
POST /nodes/{node}/stopall		force-stop:0 max-workers:90:9.2- node!:75 timeout:529 vms:68
GET /nodes/{node}/storage		content:530 enabled:0 format:0 node!:75 storage:82 target:75
GET /nodes/{node}/storage/{storage}		node!:75 storage!:82
GET /nodes/{node}/storage/{storage}/content		content:531 node!:75 storage!:82 vmid:155:-7.4 vmid:156:8.4-
POST /nodes/{node}/storage/{storage}/content		filename!:2 format:532:-7.4 format:534:8.4- node!:75 size!:533 storage!:82 vmid!:155:-7.4 vmid!:156:8.4-
DELETE /nodes/{node}/storage/{storage}/content/{volume}		delay:509 node!:75 storage!:82 volume!:2
GET /nodes/{node}/storage/{storage}/content/{volume}		node!:75 storage!:82 volume!:2
POST /nodes/{node}/storage/{storage}/content/{volume}		node!:75 storage!:82 target!:2 target_node:75 volume!:2
PUT /nodes/{node}/storage/{storage}/content/{volume}		node!:75 notes:2 protected:0 storage!:82 volume!:2
POST /nodes/{node}/storage/{storage}/download-url		checksum:535 checksum-algorithm:536 compression:2:8.4- content!:537:-7.4 content!:538:8.4- filename!:34 node!:75 storage!:82 url!:518 verify-certificates:0
GET /nodes/{node}/storage/{storage}/file-restore/download		filepath!:2 node!:75 storage!:82 tar:0:8.4- volume!:2
GET /nodes/{node}/storage/{storage}/file-restore/list		filepath!:2 node!:75 storage!:82 volume!:2
GET /nodes/{node}/storage/{storage}/identity	9.2-	node!:75 storage!:82
GET /nodes/{node}/storage/{storage}/import-metadata	8.4-	node!:75 storage!:82 volume!:2
POST /nodes/{node}/storage/{storage}/oci-registry-pull	9.2-	filename:539 node!:75 reference!:540 storage!:82
DELETE /nodes/{node}/storage/{storage}/prunebackups		node!:75 prune-backups:79 storage!:82 type:541 vmid:155:-7.4 vmid:156:8.4-
GET /nodes/{node}/storage/{storage}/prunebackups		node!:75 prune-backups:79 storage!:82 type:541 vmid:155:-7.4 vmid:156:8.4-
GET /nodes/{node}/storage/{storage}/rrd		cf:371 ds!:52 node!:75 storage!:82 timeframe!:372
GET /nodes/{node}/storage/{storage}/rrddata		cf:371 node!:75 storage!:82 timeframe!:372
GET /nodes/{node}/storage/{storage}/status		node!:75 storage!:82
POST /nodes/{node}/storage/{storage}/upload		checksum:535 checksum-algorithm:536 content!:537:-7.4 content!:538:8.4- filename!:34 node!:75 storage!:82 tmpfilename:2:-7.4 tmpfilename:542:8.4-
DELETE /nodes/{node}/subscription		node!:75
GET /nodes/{node}/subscription		node!:75
POST /nodes/{node}/subscription		force:0 node!:75
PUT /nodes/{node}/subscription		key!:543:-7.4 key!:544:8.4-8.4 key!:545:9.2- node!:75
POST /nodes/{node}/suspendall	8.4-	max-workers:90:9.2- node!:75 vms:68
GET /nodes/{node}/syslog		limit:47 node!:75 service:102 since:546 start:47 until:546
GET /nodes/{node}/tasks		errors:0 limit:47 node!:75 since:23 source:547 start:47 statusfilter:548 typefilter:2 until:23 userfilter:2 vmid:155:-7.4 vmid:156:8.4-
DELETE /nodes/{node}/tasks/{upid}		node!:75 upid!:2
GET /nodes/{node}/tasks/{upid}		node!:75 upid!:2
GET /nodes/{node}/tasks/{upid}/log		download:0 limit:47 node!:75 start:47 upid!:2
GET /nodes/{node}/tasks/{upid}/status		node!:75 upid!:2
POST /nodes/{node}/termproxy		cmd:525:-8.4 cmd:527:9.2- cmd-opts:526 node!:75
GET /nodes/{node}/time		node!:75
PUT /nodes/{node}/time		node!:75 timezone!:2
GET /nodes/{node}/version		node!:75
POST /nodes/{node}/vncshell		cmd:525:-8.4 cmd:527:9.2- cmd-opts:526 height:373 node!:75 websocket:0 width:374
GET /nodes/{node}/vncwebsocket		node!:75 port!:375 vncticket!:65
POST /nodes/{node}/vzdump		all:0 bwlimit:47 compress:66 dumpdir:2 exclude:68 exclude-path:69:-7.4 exclude-path:83:8.4- fleecing:84:8.4- ionice:70 job-id:89:8.4- lockwait:47 mailnotification:71 mailto:72 maxfiles:73:-8.4 mode:74 node!:75 notes-template:76 notification-mode:85:8.4- notification-policy:86:8.4-8.4 notification-target:56:8.4-8.4 pbs-change-detection-mode:87:8.4- performance:77 pigz:23 pool:2 protected:78 prune-backups:79 quiet:0 remove:0 script:2 stdexcludes:0 stdout:0 stop:0 stopwait:47 storage:82 tmpdir:2 vmid:68 zstd:23
GET /nodes/{node}/vzdump/defaults		node!:75 storage:82
GET /nodes/{node}/vzdump/extractconfig		node!:75 volume!:2
POST /nodes/{node}/wakeonlan		node!:75
DELETE /pools	8.4-	poolid!:341
GET /pools		poolid:341:8.4- type:549:8.4-
POST /pools		comment:2 poolid!:341
PUT /pools	8.4-	allow-move:0 comment:2 delete:0 poolid!:341 storage:366 vms:68
DELETE /pools/{poolid}		poolid!:341
GET /pools/{poolid}		poolid!:341 type:550
PUT /pools/{poolid}		allow-move:0:8.4- comment:2 delete:0 poolid!:341 storage:366 vms:68
GET /storage		type:551:-7.4 type:552:8.4-8.4 type:553:9.2-
POST /storage		authsupported:2 base:322 blocksize:2:-8.4 blocksize:566:9.2- bwlimit:164 comstar_hg:2 comstar_tg:2 content:530 content-dirs:554 create-base-path:0:8.4- create-subdirs:0:8.4- data-pool:2 datastore:2 disable:0 domain:7 encryption-key:2 export:555 fingerprint:101 format:556:-7.4 format:565:8.4- fs-name:56 fuse:0 is_mountpoint:2 iscsiprovider:2 keyring:2 krbd:0 lio_tpg:2 master-pubkey:2 max-protected-backups:557 maxfiles:47:-8.4 mkdir:0 monhost:558 mountpoint:555 namespace:2 nocow:0 nodes:61 nowritecache:0 options:559 password:7 path:555 pool:2 port:14 portal:521 preallocation:560 prune-backups:79 saferemove:0 saferemove-stepsize:567:9.2- saferemove_throughput:2 server:520 server2:561:-8.4 share:2 shared:0 skip-cert-verification:0:8.4- smbversion:562 snapshot-as-volume-chain:0:9.2- sparse:0 storage!:82 subdir:555 tagged_only:0 target:2 thinpool:563 transport:564:-8.4 type!:551:-7.4 type!:552:8.4-8.4 type!:553:9.2- username:2 vgname:563 volume:2:-8.4 zfs-base-path:555:9.2-
DELETE /storage/{storage}		storage!:82
GET /storage/{storage}		storage!:82
PUT /storage/{storage}		blocksize:2:-8.4 blocksize:566:9.2- bwlimit:164 comstar_hg:2 comstar_tg:2 content:530 content-dirs:554 create-base-path:0:8.4- create-subdirs:0:8.4- data-pool:2 delete:29 digest:30:-7.4 digest:31:8.4- disable:0 domain:7 encryption-key:2 fingerprint:101 format:556:-7.4 format:565:8.4- fs-name:56 fuse:0 is_mountpoint:2 keyring:2 krbd:0 lio_tpg:2 master-pubkey:2 max-protected-backups:557 maxfiles:47:-8.4 mkdir:0 monhost:558 mountpoint:555 namespace:2 nocow:0 nodes:61 nowritecache:0 options:559 password:7 pool:2 port:14 preallocation:560 prune-backups:79 saferemove:0 saferemove-stepsize:567:9.2- saferemove_throughput:2 server:520 server2:561:-8.4 shared:0 skip-cert-verification:0:8.4- smbversion:562 snapshot-as-volume-chain:0:9.2- sparse:0 storage!:82 subdir:555 tagged_only:0 transport:564:-8.4 username:2 zfs-base-path:555:9.2-
GET /version`;
