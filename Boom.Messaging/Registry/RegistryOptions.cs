using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Boom.Messaging.Registry;

/// <summary>Where schemas come from, section <c>Registry</c>; <c>Registry:NAME</c> has what is different for a survey.</summary>
public sealed class RegistryOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Registry";

    /// <summary>Value of <see cref="Files"/> that asks for none.</summary>
    public const string NoFiles = "none";

    /// <summary>Whether anybody outside this machine is asked. Default true; if not, the cache and the schemas of this build are all there is.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Addresses of schema registries, http or https, asked in order. Default empty: that of the survey.</summary>
    public string[] Addresses { get; set; } = [];

    /// <summary>User of the registries; default empty: none.</summary>
    public string User { get; set; } = "";

    /// <summary>Password; a secret, never shown.</summary>
    public string Password { get; set; } = "";

    /// <summary>File of the certificates to trust, PEM; default empty: those of the system. For <see cref="Files"/> only where these are given.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>How long one answer is waited for, 100 ms to 1 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Folder of schema files, in GitHub layout: an address, or a path on this machine; <c>none</c> for none. Default empty: that of the survey.</summary>
    public string Files { get; set; } = "";

    /// <summary>Folder of the schemas that were fetched; default <c>schemas</c>.</summary>
    public string CacheFolder { get; set; } = "schemas";

    /// <summary>Whether schema files are asked for.</summary>
    internal bool HasFiles => Enabled && !string.Equals(Files, NoFiles, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same settings once more.</summary>
    public RegistryOptions Clone() => (RegistryOptions)MemberwiseClone();

    /// <summary>What is wrong, a sentence each.</summary>
    /// <param name="section">Section of these options, for the sentences.</param>
    public IEnumerable<string> FindProblems(string section)
    {
        for (var i = 0; i < Addresses.Length; i++)
        {
            if (FindFault(Addresses[i]) is { } fault)
                yield return $"{section}:{nameof(Addresses)}:{i} {fault}; give e.g. https://registry.example.org.";
        }

        if (Files.Length > 0 && HasFiles && !Directory.Exists(Files) && FindFault(Files) is { } wrong)
            yield return $"{section}:{nameof(Files)} {wrong}; give the address of a folder, the path of one that is there, or {NoFiles}.";
        if (User.Length == 0 != (Password.Length == 0))
            yield return $"{section}:{(User.Length == 0 ? nameof(User) : nameof(Password))} is missing; give user and password, or neither.";
        if (User.Contains(':'))
            yield return $"{section}:{nameof(User)} is {User}; give a name without a colon.";
        if (CaFile.Length > 0 && !File.Exists(CaFile))
            yield return $"{section}:{nameof(CaFile)} is {CaFile}; there is no such file.";
        else if (CaFile.Length > 0 && !HoldsCertificates(CaFile))
            yield return $"{section}:{nameof(CaFile)} is {CaFile}, which holds no certificate; give a file in PEM format.";
        if (string.IsNullOrWhiteSpace(CacheFolder))
            yield return $"{section}:{nameof(CacheFolder)} is empty; give a folder.";
    }

    static bool HoldsCertificates(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // An address with a password in it is not repeated.
    static string? FindFault(string address) =>
        !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") ? $"is {(address.Contains('@') ? "no address of http or https" : address)}"
        : uri.UserInfo.Length > 0 ? $"holds a user; give it with {nameof(User)} and {nameof(Password)}"
        : uri.Query.Length > 0 || uri.Fragment.Length > 0 ? $"is {address}, which is more than an address"
        : null;
}
