using Xunit;

namespace Boom.Tests.Cli;

[Collection(Embedded.EmbeddedServersGroup.Name)]
public sealed class DiscardTests
{
    [Fact]
    public async Task Discard_DeadLetter_CountsAsRejected()
    {
        var folder = Directory.CreateTempSubdirectory("boom-cli-").FullName;
        try
        {
            var data = Path.Combine(folder, "data");
            await File.WriteAllTextAsync(Path.Combine(folder, "text.avro"), "This is no packet.");
            await CliRun.OfAsync("play", folder, "--survey", "ztf", "--data", data);

            var discarded = await CliRun.OfAsync("dead-letters", "discard", "--all", "--data", data);
            var account = PlayedNight.LastLine(await CliRun.OfAsync("audit", "--json", "--data", data));

            Assert.Equal((0, "1 dead letter discarded.\n"), (discarded.ExitCode, discarded.Out));
            Assert.Equal((1, 0), (account.GetProperty("rejected").GetInt32(), account.GetProperty("deadLettered").GetInt32()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
