using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Cutouts;

/// <summary>One object per alert in a bucket, <c>ztf/cutouts/2462185690015015012.bson</c> say.</summary>
sealed class S3CutoutStore : ICutoutStore, IDisposable
{
    /// <summary>A put is a round trip; many are under way at once.</summary>
    const int ObjectsAtOnce = 16;

    readonly S3CutoutOptions _options;
    readonly AmazonS3Client _client;

    public S3CutoutStore(S3CutoutOptions options)
    {
        _options = options;
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = options.Region,
            Timeout = TimeSpan.FromSeconds(30),
            MaxErrorRetry = 2,

            // Other servers than Amazon's do not all know the checksums that the client would add.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
            config.ServiceURL = endpoint;
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        _client = string.IsNullOrEmpty(options.AccessKey)
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    string Place => $"{_options.Endpoint ?? "s3"}/{_options.Bucket}";

    public async Task<IReadOnlyDictionary<long, string>> PutAsync(Survey survey, IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            alerts,
            new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = cancellationToken },
            async (alert, token) =>
            {
                if (!alert.CutoutsDocument.IsEmpty)
                    await PutAsync(KeyOf(survey, alert.Candid), alert.CutoutsDocument, token);
            });
        return FrozenDictionary<long, string>.Empty;
    }

    /// <exception cref="PermanentFaultException">The bucket cannot be used.</exception>
    public async Task<byte[]?> ReadAsync(Survey survey, long candid, CancellationToken cancellationToken)
    {
        try
        {
            using var found = await _client.GetObjectAsync(_options.Bucket, KeyOf(survey, candid), cancellationToken);
            using var document = new MemoryStream();
            await found.ResponseStream.CopyToAsync(document, cancellationToken);
            return document.ToArray();
        }
        catch (AmazonS3Exception fault) when (fault is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            return null;
        }
        catch (Exception fault) when (IsFault(fault, cancellationToken))
        {
            throw Of(fault);
        }
    }

    /// <exception cref="PermanentFaultException">The bucket cannot be used.</exception>
    public Task<CutoutBatch> ReadAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken) =>
        CutoutReads.ManyAsync(
            candids,
            ObjectsAtOnce,
            async (cutouts, candid, token) =>
            {
                if (await ReadAsync(survey, candid, token) is { } document)
                    cutouts.Add(candid, document);
            },
            cancellationToken);

    /// <remarks>A bucket does not tell whether there was one: the answer counts all that were asked for.</remarks>
    /// <exception cref="PermanentFaultException">The bucket cannot be used.</exception>
    public async Task<long> RemoveAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken)
    {
        // One by one: not every server knows the call for many.
        await Parallel.ForEachAsync(
            candids,
            new ParallelOptions { MaxDegreeOfParallelism = ObjectsAtOnce, CancellationToken = cancellationToken },
            async (candid, token) =>
            {
                try
                {
                    await _client.DeleteObjectAsync(_options.Bucket, KeyOf(survey, candid), token);
                }
                catch (AmazonS3Exception fault) when (fault is { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
                {
                    // It is gone already.
                }
                catch (Exception fault) when (IsFault(fault, token))
                {
                    throw Of(fault);
                }
            });
        return candids.Count;
    }

    /// <remarks>A bucket does not tell; listing it takes hours. The answer is 0.</remarks>
    public Task<long> CountAsync(Survey survey, CancellationToken cancellationToken) => Task.FromResult(0L);

    public void Dispose() => _client.Dispose();

    static string KeyOf(Survey survey, long candid) => string.Create(CultureInfo.InvariantCulture, $"{survey.ToLowerName()}/cutouts/{candid}.bson");

    async Task PutAsync(string key, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using var content = MemoryMarshal.TryGetArray(document, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(document.ToArray());
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            ContentType = "application/bson",
            UseChunkEncoding = false,
            IfNoneMatch = "*",
        };
        try
        {
            await _client.PutObjectAsync(request, cancellationToken);
        }
        catch (AmazonS3Exception fault) when (fault.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            // It is there already, and stays as it is.
        }
        catch (Exception fault) when (IsFault(fault, cancellationToken))
        {
            throw Of(fault);
        }
    }

    static bool IsFault(Exception fault, CancellationToken cancellationToken)
        => fault is AmazonClientException or AmazonServiceException or HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    Exception Of(Exception fault) => fault switch
    {
        AmazonS3Exception { ErrorCode: "NoSuchBucket" } => new PermanentFaultException(
            $"There is no bucket {Place}: make it, or correct Cutouts:S3:Bucket.", fault),
        AmazonS3Exception { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } => new PermanentFaultException(
            $"The object store {Place} does not let this user in: correct Cutouts:S3:AccessKey and Cutouts:S3:SecretKey, "
            + "or grant the user the bucket.",
            fault),
        _ => new TransientFaultException(
            $"The object store {Place} does not answer ({fault.Message}): the work goes on by itself when it is back.", fault),
    };
}
