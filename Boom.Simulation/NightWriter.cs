using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Boom.Simulation.Objects;

namespace Boom.Simulation;

/// <summary>Writes a simulated night to disk, as a folder of packets or as one archive like the survey's public ones.</summary>
public static class NightWriter
{
    /// <summary>Name of the file with the truth, one JSON object a line, beside the packets.</summary>
    public const string TruthFileName = "truth.jsonl";

    const int PacketsPerRange = 256;
    const int FileBufferBytes = 1 << 20;

    /// <summary>
    /// Writes <c>&lt;candid&gt;.avro</c> for each packet and <c>truth.jsonl</c> into a folder, which is made if need be; files of the same
    /// names are replaced. Uses as many threads as the options allow.
    /// </summary>
    /// <param name="night">The night.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="options">Number of threads and cancellation.</param>
    public static void WriteFolder(SimulatedNight night, string folder, ParallelOptions options)
    {
        Directory.CreateDirectory(folder);
        WriteTruth(night, Path.Combine(folder, TruthFileName));
        var ranges = (night.Count + PacketsPerRange - 1) / PacketsPerRange;
        Parallel.For(0, ranges, options, () => new ArrayBufferWriter<byte>(1 << 17), (range, state, buffer) =>
        {
            var end = Math.Min(night.Count, (range + 1) * PacketsPerRange);
            for (var index = range * PacketsPerRange; index < end && !state.ShouldExitCurrentIteration; index++)
            {
                var packet = night.Packet(index);
                buffer.ResetWrittenCount();
                packet.WriteTo(buffer);
                using var file = File.OpenHandle(Path.Combine(folder, FileName(packet)), FileMode.Create, FileAccess.Write);
                RandomAccess.Write(file, buffer.WrittenSpan, 0);
            }

            return buffer;
        }, _ => { });
    }

    /// <summary>
    /// Writes a tar.gz with one flat member <c>&lt;candid&gt;.avro</c> per packet, by increasing jd, as the survey's public archive has, and
    /// beside it <c>&lt;archive&gt;.truth.jsonl</c>. Packets hardly compress: the fastest level is used.
    /// </summary>
    /// <param name="night">The night.</param>
    /// <param name="archive">File to write; replaced when it is there.</param>
    /// <param name="cancellationToken">Ends the writing between two packets.</param>
    public static void WriteArchive(SimulatedNight night, string archive, CancellationToken cancellationToken)
    {
        WriteTruth(night, archive + "." + TruthFileName);
        using var file = new FileStream(archive, FileMode.Create, FileAccess.Write, FileShare.None, FileBufferBytes);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        var modified = new DateTimeOffset(night.Options.Night.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var buffer = new ArrayBufferWriter<byte>(1 << 17);
        foreach (var packet in night.Packets())
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.ResetWrittenCount();
            packet.WriteTo(buffer);
            var bytes = buffer.WrittenSpan.ToArray();
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, FileName(packet))
            {
                DataStream = new MemoryStream(bytes),
                ModificationTime = modified,
            });
        }
    }

    /// <summary>Writes the truth of all objects, one JSON object a line (<see cref="ObjectTruth.WriteJson"/>).</summary>
    /// <param name="night">The night.</param>
    /// <param name="path">File to write; replaced when it is there.</param>
    public static void WriteTruth(SimulatedNight night, string path) => WriteTruth([night], path);

    /// <summary>Writes the truth of the objects of several nights, one night after the other.</summary>
    /// <param name="nights">The nights.</param>
    /// <param name="path">File to write; replaced when it is there.</param>
    public static void WriteTruth(IEnumerable<SimulatedNight> nights, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, FileBufferBytes);
        using var json = new Utf8JsonWriter(file);
        foreach (var truth in nights.SelectMany(night => night.Truths()))
        {
            truth.WriteJson(json);
            json.Flush();
            json.Reset();
            file.Write("\n"u8);
        }
    }

    static string FileName(SimulatedPacket packet) => FormattableString.Invariant($"{packet.Candid}.avro");
}
