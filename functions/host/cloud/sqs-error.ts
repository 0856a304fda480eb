/** A refusal with SQS's own code. Source: Amazon SQS API reference, "Errors" of each action. */
export class SqsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** The code of the older query protocol, which the SDK shows as the error's name. */
  get queryCode(): string {
    if (this.code === "QueueDoesNotExist") return "AWS.SimpleQueueService.NonExistentQueue";
    return /Batch|MessageNotInflight/.test(this.code) ? `AWS.SimpleQueueService.${this.code}` : this.code;
  }
}
