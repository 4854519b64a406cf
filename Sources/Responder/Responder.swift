// Responder
