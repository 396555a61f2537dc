using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Boom.Inference;

/// <summary>
/// Fetches the file of a network from the addresses that its manifest names. A fetch that was cut off is gone on with. The file takes its name only when
/// it is whole, has a hash that the manifest knows, and runs.
/// </summary>
/// <param name="folder">Where it is put; made when it is not there.</param>
/// <param name="http">Client of the requests.</param>
/// <param name="time">Clock of the waits.</param>
public sealed class ModelFetcher(ModelFolder folder, HttpClient http, TimeProvider time)
{
    const int BufferBytes = 1 << 16;
    const int MostTries = 5, FewestTries = 2;
    const long MostBytes = 4L << 30;

    /// <summary>Wait before the second try of an address; each further one is twice as long.</summary>
    internal static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the next bytes of a host.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fetches a network. Answers false when it is in the folder already.</summary>
    /// <param name="manifest">What it is.</param>
    /// <param name="progress">Hears how many bytes are here, and of how many; null when the host does not say.</param>
    /// <param name="cancellationToken">Ends it; what came stays, to be gone on with.</param>
    /// <exception cref="ModelException">No address gives the network; the message has the reason of each.</exception>
    public async Task<bool> FetchAsync(ModelManifest manifest, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        if (ShippedNetworks.Has(manifest))
            return false;
        if (manifest.Addresses.IsDefaultOrEmpty)
            throw new ModelException($"network {manifest.Key}: its manifest names no address. Put the file there with 'boom models add PATH'.");
        if (manifest.Hashes.IsDefaultOrEmpty)
            throw new ModelException($"network {manifest.Key}: its manifest has no hash, so nothing would tell whether the right file came: add hashes to {manifest.Key}.json.");
        var target = Path.Combine(folder.Path, manifest.File);
        if (File.Exists(target) && manifest.Accepts(await HashAsync(target, cancellationToken)))
            return false;
        var reasons = new List<string>();
        foreach (var address in manifest.Addresses)
        {
            try
            {
                Directory.CreateDirectory(folder.Path);
                await FetchAsync(manifest, address, target, progress, cancellationToken);
                return true;
            }
            catch (Exception fault) when (fault is ModelException or HttpRequestException or IOException or UnauthorizedAccessException or UriFormatException)
            {
                reasons.Add($"{address}: {fault.Message}");
            }
        }

        throw new ModelException(
            $"network {manifest.Key}: it cannot be fetched. {string.Join("; ", reasons.Select(reason => reason.TrimEnd('.')))}. Without a connection, bring the file and give it to 'boom models add PATH'.");
    }

    async Task FetchAsync(ModelManifest manifest, string address, string target, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ModelException("it is no address of http or https.");
        var part = target + ".part";
        await DownloadAsync(uri, part, progress, cancellationToken);
        var sha256 = await HashAsync(part, cancellationToken);
        if (!manifest.Accepts(sha256))
        {
            File.Delete(part);
            throw new ModelException($"what came has the SHA-256 {sha256}, which the manifest does not know.");
        }

        using (Network.Open(manifest with { File = Path.GetFileName(part) }, folder.Path))
        {
            // It runs.
        }

        File.Move(part, target, overwrite: true);
    }

    // A host that goes away amid the file is asked for the rest.
    async Task DownloadAsync(Uri address, string part, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        var begun = false;
        for (var tries = 1; ; tries++)
        {
            var before = LengthOf(part);

            // A host that has not sent a byte is likely to be out of reach.
            var most = begun ? MostTries : FewestTries;
            try
            {
                await DownloadRestAsync(address, part, progress, cancellationToken);
                return;
            }
            catch (Exception fault) when (IsPassing(fault, cancellationToken) && tries < most)
            {
                // Bytes that came are worth another row of tries.
                (tries, wait, begun) = LengthOf(part) > before ? (0, FirstWait, true) : (tries, wait * 2, begun);
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ModelException($"nothing came for {Patience.TotalSeconds:0} s.");
            }
        }
    }

    async Task DownloadRestAsync(Uri address, string part, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var from = LengthOf(part);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);

        // The part is the whole, or longer than it: the hash will tell.
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == from)
            return;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            File.Delete(part);
            throw new IOException("what came before is no part of the file; it is fetched anew.");
        }

        response.EnsureSuccessStatusCode();
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (!goesOn && response.StatusCode == HttpStatusCode.PartialContent)
            throw new ModelException("the host sends another part than it was asked for.");
        var total = response.Content.Headers.ContentLength is { } length ? (goesOn ? from : 0) + length : (long?)null;
        if (total > MostBytes)
            throw new ModelException($"the file has {total} bytes; a network has at most {MostBytes}.");
        await using var source = await response.Content.ReadAsStreamAsync(either.Token);
        await using var file = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await source.ReadAsync(buffer, either.Token)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            patience.CancelAfter(Patience);
            if (file.Length > MostBytes)
                throw new ModelException($"the file has more than {MostBytes} bytes.");
            progress(file.Length, total);
        }

        await file.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
        if (total is { } whole && file.Length < whole)
            throw new IOException($"the host ended after {file.Length} of {whole} bytes.");
    }

    static bool IsPassing(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException or IOException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    static long LengthOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
