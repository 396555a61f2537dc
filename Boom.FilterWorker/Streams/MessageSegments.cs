using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using Boom.Core.Bson;
using Boom.Core.Messages;
using Boom.Core.Resilience;

namespace Boom.FilterWorker.Streams;

/// <summary>
/// Messages in files of a folder, as a broker would keep them: appended, and on the disk when the call returns. A file that is full is followed by another; each
/// start begins one, so that what a broken write has left at the end of a file hides nothing. Files go when all in them is older than the retention, and the
/// oldest when together they are larger than a broker in memory could hold. Each writer has files of its own, so programs may share a folder.
/// </summary>
sealed class MessageSegments : IDisposable
{
    /// <summary>Bytes after which another file is begun.</summary>
    internal const long SegmentBytes = 64L << 20;

    /// <summary>Most bytes of all files but the one that is written.</summary>
    internal const long MostBytes = 512L << 20;

    const string Pattern = "messages-*.seg";

    readonly string _folder;
    readonly StreamsOptions _options;
    readonly TimeProvider _time;
    readonly BsonWriter _writer = new();
    FileStream? _file;

    /// <param name="folder">Folder; made with the first message.</param>
    /// <param name="options">How long messages are kept.</param>
    /// <param name="time">Clock.</param>
    public MessageSegments(string folder, StreamsOptions options, TimeProvider time) => (_folder, _options, _time) = (folder, options, time);

    /// <summary>Appends messages.</summary>
    /// <exception cref="TransientFaultException">The disk does not take them: none of them counts as kept.</exception>
    public void Append(IReadOnlyList<OutgoingMessage> messages)
    {
        try
        {
            var file = Open();
            foreach (var message in messages)
                Append(file, message);
            file.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is half written ends its file; the next try begins another.
            Close();
            throw new TransientFaultException($"Messages cannot be kept in {_folder}: {fault.Message}", fault);
        }
    }

    /// <summary>What was damaged in the files when they were read last.</summary>
    public SegmentDamage Damage { get; private set; }

    /// <summary>Messages that are not older than the retention of their topic, oldest first, each once.</summary>
    /// <exception cref="PermanentFaultException">A file, or the folder, cannot be read.</exception>
    public IEnumerable<OutgoingMessage> Read()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        foreach (var message in ReadAll())
        {
            if (message.Stamps.FilteredAtMs >= (now - _options.RetentionOf(message.Topic)).ToUnixTimeMilliseconds() && seen.Add(message.Id))
                yield return message;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _writer.Dispose();
    }

    // Files are in the order of their messages; of several writers at once they overlap.
    IEnumerable<OutgoingMessage> ReadAll()
    {
        var files = new List<SegmentReader>();
        Damage = default;
        try
        {
            foreach (var path in Reading(_folder, Files))
            {
                if (Reading(path, () => OpenToRead(path)) is { } file)
                    files.Add(new SegmentReader(file));
            }

            var next = new PriorityQueue<OutgoingMessage, (long AtMs, int File)>();
            for (var i = 0; i < files.Count; i++)
                Take(i);
            while (next.TryDequeue(out var message, out var from))
            {
                yield return message;
                Take(from.File);
            }

            void Take(int file)
            {
                if (Reading(files[file].Path, files[file].ReadNext) is { } message)
                    next.Enqueue(message, (message.Stamps.FilteredAtMs ?? 0, file));
            }
        }
        finally
        {
            Damage = new SegmentDamage(
                files.Sum(file => file.DamagedBytes), files.Where(file => file.FirstDamage is not null).Select(file => ((string, long)?)(file.Path, file.FirstDamage!.Value)).FirstOrDefault());
            files.ForEach(file => file.Dispose());
        }
    }

    static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PermanentFaultException(
                $"Kept messages cannot be read ({path}: {fault.Message}): see that it may be read, or move it away, and its messages are not sent again.", fault);
        }
    }

    // Null when another writer has removed it meanwhile, as too old.
    static FileStream? OpenToRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    FileStream Open()
    {
        // Another writer may have taken this file for one that is old enough.
        if (_file is { Position: < SegmentBytes } file && File.Exists(file.Name))
            return file;
        Close();
        Directory.CreateDirectory(_folder);
        var number = Files().LastOrDefault() is { } last && long.TryParse(Path.GetFileNameWithoutExtension(last)["messages-".Length..], out var known) ? known + 1 : 1;
        RemoveOld();
        for (; ; number++)
        {
            var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"messages-{number:D12}.seg"));
            try
            {
                return _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another writer was there first.
            }
        }
    }

    void Close()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written has been told already.
        }

        _file = null;
    }

    // A file is as old as its last message.
    void RemoveOld()
    {
        var files = Files().Select(path => new FileInfo(path)).ToList();
        var bytes = files.Sum(file => file.Length);
        var oldest = (_time.GetUtcNow() - _options.LongestRetention).UtcDateTime;
        foreach (var file in files)
        {
            if (bytes <= MostBytes && file.LastWriteTimeUtc >= oldest)
                return;
            bytes -= file.Length;
            file.Delete();
        }
    }

    IReadOnlyList<string> Files() =>
        Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, Pattern).Order(StringComparer.Ordinal)] : [];

    void Append(FileStream file, OutgoingMessage message)
    {
        _writer.BeginRoot();
        _writer.String("topic"u8, message.Topic);
        _writer.String("key"u8, message.Key);
        _writer.String("id"u8, message.Id);
        _writer.Int64("candid"u8, message.Candid);
        _writer.String("trace"u8, message.TraceParent);
        _writer.Int64("received"u8, message.Stamps.ReceivedAtMs);
        _writer.Int64("stored"u8, message.Stamps.StoredAtMs);
        _writer.Int64("enriched"u8, message.Stamps.EnrichedAtMs);
        _writer.Int64("filtered"u8, message.Stamps.FilteredAtMs);
        _writer.Binary("value"u8, message.Value);
        var record = _writer.EndRoot().Span;
        Span<byte> head = stackalloc byte[SegmentReader.HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[sizeof(int)..], XxHash3.HashToUInt64(record));
        file.Write(head);
        file.Write(record);
        _writer.Reset();
    }
}
