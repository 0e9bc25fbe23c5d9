package localnode;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node: {@code LocalNode HOME DATA HTTP_PORT TRANSPORT_PORT}.
 *
 * <p>HOME is the built node (read only, shared by any number of nodes), DATA the folder of this one. The node stops on
 * SIGTERM, and when its standard input ends: then the process that started it is gone, however it went.
 */
public final class LocalNode {
  public static void main(String[] args) throws Exception {
    try {
      Node node = start(Path.of(args[0]), Path.of(args[1]), args[2], args[3]);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    } catch (Exception error) {
      // The node's threads that are up already would keep a failed start running.
      error.printStackTrace();
      System.exit(1);
    }
    while (System.in.read() != -1) {}
    System.exit(0);
  }

  private static Node start(Path home, Path data, String httpPort, String transportPort) throws Exception {
    Settings settings =
        Settings.builder()
            .put("path.home", home.toString())
            .put("path.data", data.resolve("data").toString())
            .put("path.logs", data.resolve("logs").toString())
            .put("cluster.name", "local")
            .put("node.name", "local")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", httpPort)
            .put("transport.port", transportPort)
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    LogConfigurator.registerErrorListener();
    LogConfigurator.configureESLogging();
    LogConfigurator.configureWithoutConfig(settings);
    Environment environment = new Environment(settings, home.resolve("config"));
    PluginsLoader plugins =
        PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(home.resolve("modules"), false), Set.of(), Map.of(), false);
    Node node = new Node(environment, plugins);
    node.start();
    return node;
  }

  private static void close(Node node) {
    try {
      node.close();
    } catch (Exception error) {
      error.printStackTrace();
    }
  }
}
