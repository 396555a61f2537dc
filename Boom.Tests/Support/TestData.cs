using Xunit;

namespace Boom.Tests.Support;

/// <summary>
/// The folder of real packets, which is not part of the repository: named by BOOM_TEST_DATA, or <c>shared/data</c> beside or above
/// the checkout. Tests that need it are skipped, with the reason, where it is absent.
/// </summary>
static class TestData
{
    public static string? Folder { get; } = Find();

    public static string Require()
    {
        Assert.SkipWhen(Folder is null, "The folder of real packets is not here: set BOOM_TEST_DATA to it.");
        return Folder!;
    }

    public static string[] ZtfPackets() =>
    [
        .. Directory.GetFiles(Path.Combine(Require(), "alerts", "ztf"), "*.avro", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Require(), "alerts", "containers"), "*.avro", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];

    public static string ZtfPacket(string name) => ZtfPackets().First(p => Path.GetFileName(p) == name);

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("BOOM_TEST_DATA") is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(Path.Combine(candidate, "alerts")))
                return candidate;
        }

        return null;
    }
}
