using Boom.Core.Resilience;

namespace Boom.Storage.Cutouts;

/// <summary>A bucket of an object store that speaks S3.</summary>
public sealed class S3CutoutOptions
{
    /// <summary>Address of the server, e.g. <c>https://s3.example.org</c>; null for Amazon's own in <see cref="Region"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The bucket, which must exist. Default: <c>boom-cutouts</c>.</summary>
    public string Bucket { get; init; } = "boom-cutouts";

    /// <summary>Region, part of the signatures. Default: <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Puts the bucket into the path and not into the host's name. Default: true.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>Access key; null for what the environment gives (variables, profile, role of the machine).</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret key, with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Throws when a setting cannot be used; the message names key, value and remedy, and never a key of access.</summary>
    /// <exception cref="PermanentFaultException">The setting.</exception>
    public void Validate()
    {
        if (Endpoint is not null && !IsAddress(Endpoint))
            throw new PermanentFaultException("Cutouts:S3:Endpoint is no address: write one such as https://s3.example.org, without user or password.");
        if (string.IsNullOrWhiteSpace(Bucket))
            throw new PermanentFaultException("Cutouts:S3:Bucket is empty: name the bucket.");
        if (string.IsNullOrWhiteSpace(Region))
            throw new PermanentFaultException("Cutouts:S3:Region is empty: name the region, us-east-1 if the server knows none.");
        if (string.IsNullOrEmpty(AccessKey) != string.IsNullOrEmpty(SecretKey))
        {
            throw new PermanentFaultException(
                "Of Cutouts:S3:AccessKey and Cutouts:S3:SecretKey one is empty: give both, or neither to take them from the environment.");
        }
    }

    static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "" };
}
