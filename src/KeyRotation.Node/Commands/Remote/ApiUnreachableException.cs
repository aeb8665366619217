namespace KeyRotation.Node.Commands.Remote;

/// <summary>The API did not answer.</summary>
internal sealed class ApiUnreachableException(Uri url, Exception inner)
    : Exception($"The API at {url} cannot be reached: {inner.Message.TrimEnd('.')}. Check KEYROTATION_URL, and that a node with the role api runs there.", inner);
