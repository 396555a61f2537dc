using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Boom.Simulation;
using Xunit;

namespace Boom.Tests.Simulation;

public sealed class NightWriterTests : IDisposable
{
    static readonly SimulatedNight _night = new(new SimulationOptions { Seed = 2, Alerts = 300 });

    readonly string _folder = Directory.CreateTempSubdirectory("boom-night-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WriteFolder_Night_HasEveryPacket()
    {
        NightWriter.WriteFolder(_night, _folder, new ParallelOptions());

        Assert.Equal(_night.Count, Directory.GetFiles(_folder, "*.avro").Length);
        Assert.All(_night.Packets(), packet => Assert.Equal(packet.ToArray(), File.ReadAllBytes(Path.Combine(_folder, $"{packet.Candid}.avro"))));
    }

    [Fact]
    public void WriteFolder_Night_HasTheTruthOfEveryObject()
    {
        NightWriter.WriteFolder(_night, _folder, new ParallelOptions());

        var ids = File.ReadLines(Path.Combine(_folder, NightWriter.TruthFileName))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("objectId").GetString()!);
        Assert.Equal(_night.Truths().Select(truth => truth.ObjectId), ids);
    }

    [Fact]
    public void WriteArchive_Night_HasFlatMembersInOrder()
    {
        var archive = Path.Combine(_folder, "night.tar.gz");
        NightWriter.WriteArchive(_night, archive, TestContext.Current.CancellationToken);

        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        foreach (var packet in _night.Packets())
        {
            var entry = tar.GetNextEntry(copyData: true)!;
            using var bytes = new MemoryStream();
            entry.DataStream!.CopyTo(bytes);
            Assert.Equal($"{packet.Candid}.avro", entry.Name);
            Assert.Equal(packet.ToArray(), bytes.ToArray());
        }

        Assert.Null(tar.GetNextEntry());
    }
}
