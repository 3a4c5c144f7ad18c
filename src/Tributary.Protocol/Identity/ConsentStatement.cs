using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>What a site signs when it decides on a run: that it read this very job.</summary>
public sealed class ConsentStatement(string run, ClientId site, BlobId job, bool approved)
    : Statement($"tributary consent v1\n{run}\n{site}\n{job}\n{(approved ? "approved" : "declined")}\n");
