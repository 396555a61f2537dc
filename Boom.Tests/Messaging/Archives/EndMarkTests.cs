using System.Formats.Tar;
using System.IO.Compression;
using Boom.Messaging.Archives;
using Xunit;

namespace Boom.Tests.Messaging.Archives;

public sealed class EndMarkTests
{
    const int EndMarkBytes = 1024;

    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(EndMarkBytes / 2, 3, 0)]
    [InlineData(EndMarkBytes, 3, 0)]
    [InlineData(EndMarkBytes + 512, 2, 1)]
    [InlineData(EndMarkBytes + 10, 3, 1)]
    [InlineData(EndMarkBytes + 100, 2, 1)]
    public void Read_ArchiveCutAtItsEnd_ToleratesTheMissingMarkAlone(int cutBytes, int packets, int problems)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("boom-tar-").FullName, "night.tar.gz");
        try
        {
            var tar = Tar();
            using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                gzip.Write(tar.AsSpan(0, tar.Length - cutBytes));
            var source = PacketSource.Open([path]);

            Assert.Equal(packets, source.Read(0).Count());
            Assert.Equal(problems, source.Problems.Count);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    static byte[] Tar()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            for (var i = 0; i < 3; i++)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{i}.avro") { DataStream = new MemoryStream(new byte[1000]) });
        }

        return stream.ToArray();
    }
}
