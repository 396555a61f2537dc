using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Cutouts;

/// <summary>
/// One file per alert, <c>ZTF/a7/3f/2462185690015015012.bson</c> say, in folders by hash so that none grows large. A file is written
/// under a name of its own, brought to the disk and then renamed: whoever reads finds it whole or not at all.
/// </summary>
/// <param name="folder">Made when it is not there.</param>
sealed class FolderCutoutStore(string folder) : ICutoutStore
{
    const string Extension = ".bson";

    /// <summary>Bringing a file to the disk is waiting, mostly; several wait together.</summary>
    const int FilesAtOnce = 8;

    static readonly string Writer = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");

    static long s_files;

    public async Task<IReadOnlyDictionary<long, string>> PutAsync(Survey survey, IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                alerts,
                new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken },
                (alert, _) =>
                {
                    if (!alert.CutoutsDocument.IsEmpty)
                        Put(PathOf(survey, alert.Candid), alert.CutoutsDocument.Span);
                    return ValueTask.CompletedTask;
                });
            return FrozenDictionary<long, string>.Empty;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CutoutSegments.WriteFault(folder, fault);
        }
    }

    /// <exception cref="PermanentFaultException">The file is not as it was written.</exception>
    public async Task<byte[]?> ReadAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var (isThere, document) = await ReadFileAsync(survey, candid, cancellationToken);
        return isThere && document is null
            ? throw new PermanentFaultException($"The cutouts of alert {candid} are damaged: bring {PathOf(survey, candid)} back from a backup.")
            : document;
    }

    public Task<CutoutBatch> ReadAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        CutoutReads.ManyAsync(candids, FilesAtOnce, (cutouts, candid, token) => AddAsync(cutouts, survey, candid, token), cancellationToken);

    async Task AddAsync(CutoutBatch cutouts, Survey survey, long candid, CancellationToken cancellationToken)
    {
        var document = Memory<byte>.Empty;
        var (isThere, isWhole) = await ReadFileAsync(survey, candid, length => document = cutouts.Reserve(length), cancellationToken);
        if (isThere)
            cutouts.Add(candid, isWhole ? document : default(ReadOnlyMemory<byte>?));
    }

    async Task<(bool IsThere, byte[]? Document)> ReadFileAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        var document = Array.Empty<byte>();
        var (isThere, isWhole) = await ReadFileAsync(survey, candid, length => document = new byte[length], cancellationToken);
        return (isThere, isWhole ? document : null);
    }

    // Reads into memory that is asked for when the length is known.
    async Task<(bool IsThere, bool IsWhole)> ReadFileAsync(Survey survey, long candid, Func<int, Memory<byte>> reserve, CancellationToken cancellationToken)
    {
        var path = PathOf(survey, candid);
        try
        {
            using var file = File.OpenHandle(path, options: FileOptions.Asynchronous);
            var document = reserve((int)RandomAccess.GetLength(file));
            var read = 0;
            for (int bytes; read < document.Length && (bytes = await RandomAccess.ReadAsync(file, document[read..], read, cancellationToken)) > 0;)
                read += bytes;
            return (true, read == document.Length && read >= 5 && BinaryPrimitives.ReadInt32LittleEndian(document.Span) == read);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (false, false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransientFaultException($"{path} cannot be read ({fault.Message}): look at the disk and at the rights of this user.", fault);
        }
    }

    public Task<long> RemoveAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        long removed = 0;
        foreach (var path in candids.Select(candid => PathOf(survey, candid)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!File.Exists(path))
                    continue;
                File.Delete(path);
                removed++;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new TransientFaultException($"{path} cannot be deleted ({fault.Message}): look at the disk and at the rights of this user.", fault);
            }
        }

        return Task.FromResult(removed);
    }

    public Task<long> CountAsync(Survey survey, CancellationToken cancellationToken)
    {
        long count = 0;
        var root = Path.Combine(folder, survey.ToUpperName());
        if (Directory.Exists(root))
        {
            foreach (var _ in Directory.EnumerateFiles(root, "*" + Extension, SearchOption.AllDirectories))
            {
                cancellationToken.ThrowIfCancellationRequested();
                count++;
            }
        }

        return Task.FromResult(count);
    }

    internal string PathOf(Survey survey, long candid)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(key, candid);
        var hash = XxHash3.HashToUInt64(key);
        return Path.Combine(folder, survey.ToUpperName(), Hex(hash >> 56), Hex((hash >> 48) & 0xff), candid.ToString(CultureInfo.InvariantCulture) + Extension);
    }

    static string Hex(ulong value) => value.ToString("x2", CultureInfo.InvariantCulture);

    static void Put(string path, ReadOnlySpan<byte> document)
    {
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = string.Create(CultureInfo.InvariantCulture, $"{path}.{Writer}-{Interlocked.Increment(ref s_files)}");
        try
        {
            using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, document, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another program was first, with the same cutouts.
            File.Delete(draft);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
