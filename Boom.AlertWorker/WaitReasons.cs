using Boom.Core.Resilience;

namespace Boom.AlertWorker;

/// <summary>Why packets of a batch wait, each reason once.</summary>
sealed class WaitReasons
{
    const int MostSentences = 5;

    readonly List<string> _sentences = [];
    bool _isMore;
    bool _isRefused;

    /// <summary>Adds the reason of one packet.</summary>
    public void Add(Exception away)
    {
        _isRefused |= away is PermanentFaultException;
        if (_sentences.Contains(away.Message))
            return;
        if (_sentences.Count < MostSentences)
            _sentences.Add(away.Message);
        else
            _isMore = true;
    }

    /// <summary>All of them as one fault, which somebody must act on when that holds of any.</summary>
    public Exception ToFault()
    {
        var text = string.Join(' ', _sentences) + (_isMore ? " Other schemas cannot be had either." : "");
        return _isRefused ? new PermanentFaultException(text) : new TransientFaultException(text);
    }
}
