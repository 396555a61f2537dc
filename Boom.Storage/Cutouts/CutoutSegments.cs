using System.Globalization;
using System.IO.Hashing;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Microsoft.Win32.SafeHandles;

namespace Boom.Storage.Cutouts;

/// <summary>
/// Cutouts one behind the other in files that only grow, a series of them per survey. The store knows which document lies where; what is behind the last one it
/// knows is left over from a write that did not end, and is written over. One writer at a time; reading is always possible.
/// </summary>
/// <param name="folder">Folder of the segments; made with the first of them.</param>
/// <param name="segmentBytes">Size from which a segment is not added to any more.</param>
sealed class CutoutSegments(string folder, long segmentBytes) : IDisposable
{
    readonly SafeFileHandle?[] _handles = new SafeFileHandle?[Enum.GetValues<Survey>().Length];
    readonly int[] _numbers = new int[Enum.GetValues<Survey>().Length];

    /// <summary>Bytes of all segments.</summary>
    public long SizeBytes => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) : 0;

    /// <summary>Writes a document behind the last one of its survey. It is safe from the end of the process, not yet from a power cut.</summary>
    /// <exception cref="TransientFaultException">The disk is full or does not write.</exception>
    public CutoutLocation Append(Survey survey, CutoutLocation last, ReadOnlySpan<byte> document)
    {
        var (segment, position) = last.Segment == 0 ? (1, 0) : last.End < segmentBytes ? (last.Segment, last.End) : (last.Segment + 1, 0);
        try
        {
            RandomAccess.Write(Writable(survey, segment), document, position);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw WriteFault(folder, fault);
        }

        return new(segment, position, document.Length, ChecksumOf(document));
    }

    /// <summary>The document at a place; null when it is not there as it was written.</summary>
    public byte[]? Read(Survey survey, CutoutLocation location)
    {
        var document = new byte[location.Length];
        return TryRead(survey, location, document) ? document : null;
    }

    /// <summary>Reads the document at a place; false when it is not there as it was written.</summary>
    /// <param name="survey">Whose.</param>
    /// <param name="location">Where.</param>
    /// <param name="document">As long as the document.</param>
    public bool TryRead(Survey survey, CutoutLocation location, Span<byte> document)
    {
        try
        {
            using var file = new FileStream(PathOf(survey, location.Segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length < location.End)
                return false;
            file.Position = location.Position;
            var isWhole = file.ReadAtLeast(document, document.Length, throwOnEndOfStream: false) == document.Length;
            return isWhole && ChecksumOf(document) == location.Checksum;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransientFaultException($"The disk does not read {PathOf(survey, location.Segment)} ({fault.Message}): look at the disk.", fault);
        }
    }

    /// <summary>Brings segments of a survey to the disk, whoever wrote them; on any thread.</summary>
    /// <exception cref="TransientFaultException">The disk does not write.</exception>
    public void Flush(Survey survey, int firstSegment, int lastSegment)
    {
        try
        {
            for (var segment = firstSegment; segment <= lastSegment; segment++)
            {
                using var handle = OpenWritable(survey, segment);
                RandomAccess.FlushToDisk(handle);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw WriteFault(folder, fault);
        }
    }

    /// <summary>Numbers of the segments of a survey that are there, in no order.</summary>
    public List<int> List(Survey survey)
    {
        var numbers = new List<int>();
        if (!Directory.Exists(folder))
            return numbers;
        var stem = StemOf(survey);
        foreach (var path in Directory.EnumerateFiles(folder, stem + "*"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan())[stem.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Deletes a segment of which nothing is wanted any more, and which is not the last one.</summary>
    /// <exception cref="TransientFaultException">The disk does not let it go.</exception>
    public void Delete(Survey survey, int segment)
    {
        try
        {
            File.Delete(PathOf(survey, segment));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransientFaultException($"{PathOf(survey, segment)} cannot be deleted ({fault.Message}): see that this user may; it is tried again.", fault);
        }
    }

    static string StemOf(Survey survey) => $"{survey.ToUpperName()}_alerts_cutouts.";

    public string PathOf(Survey survey, int segment) => Path.Combine(folder, FormattableString.Invariant($"{StemOf(survey)}{segment:000000}"));

    public void Dispose()
    {
        foreach (var handle in _handles)
            handle?.Dispose();
    }

    static long ChecksumOf(ReadOnlySpan<byte> document) => unchecked((long)XxHash3.HashToUInt64(document));

    SafeFileHandle Writable(Survey survey, int segment)
    {
        ref var handle = ref _handles[(int)survey];
        if (handle is not null && _numbers[(int)survey] == segment)
            return handle;
        handle?.Dispose();
        handle = null;
        Directory.CreateDirectory(folder);
        handle = OpenWritable(survey, segment);
        _numbers[(int)survey] = segment;
        return handle;
    }

    SafeFileHandle OpenWritable(Survey survey, int segment)
        => File.OpenHandle(PathOf(survey, segment), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>What the stages are to see of a folder that cannot be written.</summary>
    public static TransientFaultException WriteFault(string folder, Exception fault) => new(
        $"The cutouts cannot be written to {folder} ({fault.Message}): see that there is room and that this user may write there; the work goes on by itself.",
        fault);
}

/// <summary>Where the cutouts document of one alert lies among the segments of its survey.</summary>
/// <param name="Segment">Number of the segment file, from 1.</param>
/// <param name="Position">First byte within the segment.</param>
/// <param name="Length">Bytes of the document.</param>
/// <param name="Checksum">XXH3-64 of the document.</param>
readonly record struct CutoutLocation(int Segment, long Position, int Length, long Checksum)
{
    /// <summary>First byte behind the document.</summary>
    public long End => Position + Length;
}
