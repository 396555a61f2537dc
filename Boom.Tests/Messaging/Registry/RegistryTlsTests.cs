using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Boom.Core.Resilience;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Messaging.Registry;

/// <summary>A registry over TLS, with a certificate of an authority that the machine does not know.</summary>
public sealed class RegistryTlsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly RegistryHarness _harness = new();
    readonly X509Certificate2 _certificate;
    readonly TestRegistry _server;
    readonly string _caFile;

    public RegistryTlsTests()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=Authority of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _caFile = Path.Combine(_folder.Path, "ca.pem");
        File.WriteAllText(_caFile, authority.ExportCertificatePem());
        using var ownKey = ECDsa.Create();
        var own = new CertificateRequest("CN=Registry of the tests", ownKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        own.CertificateExtensions.Add(names.Build());
        using var signed = own.Create(authority, now.AddHours(-1), now.AddHours(1), [1, 2, 3, 4]);
        _certificate = signed.CopyWithPrivateKey(ownKey);
        _server = new TestRegistry(_certificate);
        _server.Versions[("alert-packet", 1101)] = NumberedSchemas.Schema(11, 1);
        _harness.Options.Addresses = [_server.Address];
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _certificate.Dispose();
        _harness.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FindAsync_CertificateOfTheCaFile_IsTrusted()
    {
        _harness.Options.CaFile = _caFile;

        Assert.NotNull((await _harness.Start().FindAsync(NumberedSchemas.Subject(), 1101, Token)).Json);
    }

    [Fact]
    public async Task FindAsync_CertificateOfAnUnknownAuthority_PacketWaitsAndSaysWhy()
    {
        var fault = await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(NumberedSchemas.Subject(), 1101, Token).AsTask());

        Assert.Contains("certificate", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task FindAsync_RedirectOutOfTls_IsNotFollowed()
    {
        _harness.Options.CaFile = _caFile;
        _harness.Serve(1101, NumberedSchemas.Schema(11, 1));
        _server.Answer = path => new TestReply(302, "", Header: $"Location: {_harness.Server.Address}{path}");

        await Assert.ThrowsAsync<TransientFaultException>(() => _harness.Start().FindAsync(NumberedSchemas.Subject(), 1101, Token).AsTask());

        Assert.Empty(_harness.Server.Requests);
    }
}
