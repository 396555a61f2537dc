using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Boom.Storage.Mongo;

/// <summary>Judges the certificates of a store's servers, and remembers why it refused the last one.</summary>
/// <param name="authorities">The only authorities that count; null for those that the machine trusts.</param>
sealed class TlsVerdict(X509Certificate2Collection? authorities)
{
    volatile string? _refusal;

    /// <summary>Why the last certificate was refused; null when none was.</summary>
    public string? Refusal => _refusal;

    /// <summary>The callback of the client.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var reasons = new List<string>();
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            reasons.Add("the server shows no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add($"its certificate is for another host ({certificate?.Subject})");
        if (certificate is not null && (authorities is not null || errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)))
            AddChainErrors(certificate, chain, reasons);
        if (reasons.Count == 0)
            return true;
        _refusal = string.Join(", ", reasons);
        return false;
    }

    void AddChainErrors(X509Certificate certificate, X509Chain? given, List<string> reasons)
    {
        using var own = authorities is null ? null : Chain(certificate, given, authorities);
        foreach (var status in (own ?? given)?.ChainStatus ?? [])
        {
            var reason = status.Status switch
            {
                X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => authorities is null
                    ? "its certificate is of an authority that this machine does not trust"
                    : "its certificate is of none of the authorities in the CA file",
                X509ChainStatusFlags.NotTimeValid => "its certificate is not valid today",
                _ => status.StatusInformation.Trim(),
            };
            if (!reasons.Contains(reason))
                reasons.Add(reason);
        }
    }

    static X509Chain Chain(X509Certificate certificate, X509Chain? given, X509Certificate2Collection authorities)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (given is not null)
        {
            foreach (var element in given.ChainElements)
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        chain.Build(leaf);
        return chain;
    }
}
