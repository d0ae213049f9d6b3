import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** An in-memory MongoDB that nobody here wrote. It ends with its standard input. */
public class SecondEngine {
  /** The driver refuses servers that say they are older than 4.4; this one answers what we ask of a newer one. */
  private static final MongoVersion VERSION = new MongoVersion() {
    @Override public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
    @Override public int getWireVersion() { return 13; }
  };

  public static void main(String[] args) throws Exception {
    MongoServer server = new MongoServer(new MemoryBackend().version(VERSION));
    System.out.println("mongodb:/" + server.bind());
    while (System.in.read() >= 0);
    server.shutdownNow();
  }
}
