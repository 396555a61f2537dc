using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Boom.Tests.Storage.Mongo;

/// <summary>An authority that nobody trusts, and certificates of it.</summary>
sealed class TestAuthority : IDisposable
{
    readonly X509Certificate2 _authority;

    public TestAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var today = TimeProvider.System.GetUtcNow();
        _authority = request.CreateSelfSigned(today.AddDays(-10), today.AddDays(10));
    }

    /// <summary>The authority's certificate as PEM.</summary>
    public string Pem => _authority.ExportCertificatePem();

    /// <summary>A certificate for 127.0.0.1, or for another host.</summary>
    public X509Certificate2 Issue(string? host = null, int validDays = 5)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + (host ?? "127.0.0.1"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null)
            names.AddIpAddress(IPAddress.Loopback);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var today = TimeProvider.System.GetUtcNow();
        using var generator = _authority.GetECDsaPrivateKey()!;
        using var issued = request.Create(
            _authority.SubjectName, X509SignatureGenerator.CreateForECDsa(generator), today.AddDays(-9), today.AddDays(validDays), [1, 2, 3, 4]);
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => _authority.Dispose();
}
