using Boom.Tests.Storage.Mongo;
using Boom.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(MissingServers))]

namespace Boom.Tests.Support;

/// <summary>Says once which tests are skipped on this machine, and why; the lines of single tests do not tell.</summary>
public sealed class MissingServers
{
    public MissingServers()
    {
        foreach (var reason in Reasons())
            TestContext.Current.SendDiagnosticMessage(reason);
    }

    internal static IEnumerable<string> Reasons()
    {
        if (TestData.Folder is null)
            yield return "Skipped: tests on real packets, as there is no folder of them (BOOM_TEST_DATA).";
        if (MongoProcess.Obstacle is { } obstacle)
            yield return $"Skipped: tests on MongoDB, and drills on Kafka and MongoDB, as {obstacle}.";
        if (!TestServices.Has("valkey-server") && !TestServices.Has("redis-server"))
            yield return "Skipped: tests on Valkey or Redis, and drills, as neither valkey-server nor redis-server is installed.";
    }
}
