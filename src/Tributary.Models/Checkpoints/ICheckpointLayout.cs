using System.Text.Json;

namespace Tributary.Models;

/// <summary>
/// How a family of networks stands in a checkpoint of Hugging Face: its configuration, and the names and shapes of its tensors.
/// </summary>
internal interface ICheckpointLayout
{
    /// <summary>The <c>model_type</c>.</summary>
    string Type { get; }

    /// <summary>What stands before the names of all tensors but the head's where the checkpoint is one of a whole model.</summary>
    string Prefix { get; }

    /// <summary>The network that a configuration describes.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or is none that is computed here.</exception>
    Gpt Read(ConfigReader config);

    /// <summary>Writes the members of a configuration.</summary>
    void Write(Utf8JsonWriter config, Gpt gpt, int vocabulary);

    /// <summary>Why the family does not know a network, as a part of a sentence, or null where it does.</summary>
    string? Objection(Gpt gpt);

    /// <summary>The tensors of a network with <see cref="Gpt.Vocabulary"/>.</summary>
    IEnumerable<TensorPlace> Places(Gpt gpt);

    /// <summary>The name there, without the prefix, of a matrix that is called <c>h.0.attn.q_proj</c> or the like here.</summary>
    string Module(string own);

    /// <summary>Whether a tensor is computed from others, and stored by some programs nevertheless.</summary>
    bool IsDerived(string name);
}
