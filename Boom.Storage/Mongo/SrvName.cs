using DnsClient;
using MongoDB.Driver;

namespace Boom.Storage.Mongo;

/// <summary>Asks the name service why a name of <c>mongodb+srv</c> has no servers. The driver takes every such answer for an empty one.</summary>
static class SrvName
{
    const string DefaultService = "mongodb";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is missing, a sentence without stop, or the reason why nobody knows; both null when the name has servers.</summary>
    public static async Task<(string? Missing, string? Reason)> LookUpAsync(MongoUrl url, LookupClientOptions? options = null)
    {
        var name = $"_{(string.IsNullOrEmpty(url.SrvServiceName) ? DefaultService : url.SrvServiceName)}._tcp.{url.Server.Host}";
        options ??= new LookupClientOptions();
        (options.Timeout, options.Retries, options.UseCache, options.ThrowDnsErrors) = (Patience, 1, false, false);
        try
        {
            var answer = await new LookupClient(options).QueryAsync(name, QueryType.SRV);
            return answer.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NotExistentDomain => ($"The name service knows no name {name}", null),
                DnsHeaderResponseCode.NoError when answer.Answers.Count == 0 => ($"The name {name} has no SRV records", null),
                DnsHeaderResponseCode.NoError => (null, null),
                var code => (null, $"the name service says {code} to {name}"),
            };
        }
        catch (Exception fault) when (fault is DnsResponseException or OperationCanceledException or InvalidOperationException)
        {
            return (null, $"the name service does not answer for {name}");
        }
    }
}
